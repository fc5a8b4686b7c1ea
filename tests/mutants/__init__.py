"""Small changes to the code, of which the tests have to notice nearly every one."""
