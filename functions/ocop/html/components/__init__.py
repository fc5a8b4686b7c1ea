"""The parts that pages are made of, each made once: one class here, one macro in the template of
the same name.
"""
