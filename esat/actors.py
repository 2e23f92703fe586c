"""Who acts: an account, a device, a station and what they may do; it knows no request."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts, as the rules see him.

    `workshops` and `groups` are scopes: None means all of them, a set means only those.
    """

    account_id: int | None = None
    worker_id: int | None = None
    device_id: int | None = None
    station_id: int | None = None
    station_code: str | None = None
    default_action: str | None = None
    """The move that this station makes by a mere scan; None where a scan only asks."""
    station_zone: str | None = None
    """`dirty`, `clean` or `none`, as the station stands; None away from any station."""
    roles: frozenset[str] = frozenset()
    capabilities: frozenset[str] = frozenset()
    workshops: frozenset[str] | None = frozenset()
    groups: frozenset[int] | None = frozenset()
    display_name: str = field(default="", compare=False)

    @property
    def is_system(self) -> bool:
        """The house itself, which no person signs in as."""
        return self is SYSTEM

    def can(
        self, capability: str, *, workshop: str | None = None, group: int | None = None
    ) -> bool:
        """Whether the capability is held, and held for that workshop and that group."""
        if capability not in self.capabilities:
            return False
        if workshop is not None and self.workshops is not None and workshop not in self.workshops:
            return False
        return group is None or self.groups is None or group in self.groups


SYSTEM = Actor(workshops=None, groups=None, display_name="Système")
"""The house itself: jobs and the command line. It holds no capability and asks for none."""
