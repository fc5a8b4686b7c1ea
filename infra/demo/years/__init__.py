"""The five years of the plan of Hà Nam, played by its offices on a stack of their own."""

from infra.demo.years.part import play_years

__all__ = ["play_years"]
