"""The addresses of the bistro, a module for each corner of the house."""
