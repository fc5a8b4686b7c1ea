"""Sao Xã: a form-and-workflow backend for the OCOP programme of a province."""
