"""The settings that our PostgreSQL runs with."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024


def settings(sockets: Path, *, durable: bool = True) -> dict[str, str | int]:
    """What differs from PostgreSQL's own defaults; only tests may ask for one that is not durable."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE
    chosen: dict[str, str | int] = {
        "listen_addresses": "",
        "port": 5432,  # only a part of the socket's name
        "unix_socket_directories": f'"{sockets}"',  # quoted, for a comma would end it
        "unix_socket_permissions": "0700",
        "max_connections": 80,
        "shared_buffers": f"{min(max(memory // 8, 32), 256)}MB",
        "effective_cache_size": f"{max(memory // 2, 64)}MB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",  # short queries only, and the shipped build has no compiler for it
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",  # standard error goes to the supervisor, which rotates it
        "log_line_prefix": "%m [%p] ",
        "log_lock_waits": "on",
        # statements and details carry what clients wrote: none of it belongs in a log
        "log_min_error_statement": "panic",
        "log_min_duration_statement": -1,
        "log_error_verbosity": "terse",
    }
    if not durable:
        chosen |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        chosen |= {"max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": 0}
        chosen |= {"autovacuum": "off", "track_counts": "off", "update_process_title": "off"}
    return chosen


def as_file(chosen: dict[str, str | int]) -> str:
    """The settings in PostgreSQL's own notation."""
    lines = ["# Written by Holdfast at each start; put your own into another file beside this one."]
    for name, value in chosen.items():
        quoted = str(value).replace("'", "''").replace("\\", "\\\\")
        lines.append(f"{name} = '{quoted}'")
    return "\n".join(lines) + "\n"
