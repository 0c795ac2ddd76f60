"""Rotas and what is changed in them, gaps, the ways to a person, pages and their steps, addresses of calendars."""

from holdfast.duty.models.feeds import Feed
from holdfast.duty.models.pages import Cause, Page, Step, Via
from holdfast.duty.models.rotas import Change, ChangeKind, Gap, Layer, Rota
from holdfast.duty.models.ways import Way

__all__ = ["Cause", "Change", "ChangeKind", "Feed", "Gap", "Layer", "Page", "Rota", "Step", "Via", "Way"]
