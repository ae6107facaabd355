"""`python -m serving`: answer HTTP; `python -m serving rank-all`: every list at once, to a file."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError
from pydantic_settings import SettingsError

from features.errors import RettplassError
from serving import logs
from serving.app import create_app
from serving.settings import ServiceSettings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="From a person to a list.")


class Server(uvicorn.Server):
    """A server that says where it answers once it does."""

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Start, then say so."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            bound = [s.getsockname() for server in self.servers for s in server.sockets]
            host = f"[{bound[0][0]}]" if ":" in bound[0][0] else bound[0][0]
            print(f"Rettplass svarer på http://{host}:{bound[0][1]}", flush=True)


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to answer on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to answer on; 0 takes a free one.", min=0, max=65535)] = None,
) -> None:
    """Answer HTTP until stopped, when no command is given."""
    if context.invoked_subcommand is not None:
        return
    settings = ServiceSettings()
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=given)
    application = create_app(settings)
    logs.take_over_libraries()
    server = Server(
        uvicorn.Config(
            application,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
    )
    server.run()
    if not server.started:
        raise typer.Exit(1)


@app.command("rank-all")
def rank_all_command(
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")],
    limit: Annotated[int, typer.Option(help="Workplaces per person.", min=1)] = 10,
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Today in Oslo when left out.")] = None,
) -> None:
    """Rank workplaces for everybody who is looking, and write the lists to a file."""
    from serving.api.seams import today_in_oslo
    from serving.rank_all import rank_all

    rank_all(ServiceSettings(), out, limit, as_of.date() if as_of else today_in_oslo())


@app.command("verify-journal")
def verify_journal_command(
    anchor: Annotated[str | None, typer.Option(help="COUNT:HASH, as an earlier run printed it and was kept.")] = None,
) -> None:
    """Look through the journal for entries that were changed, removed or put in; exit code 1 when there are any."""
    from serving.verify import read_anchor, verify_journal

    if not verify_journal(ServiceSettings(), None if anchor is None else read_anchor(anchor)):
        raise typer.Exit(1)


@app.command("retention")
def retention_command(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say who it would be, and erase nobody.")] = False,
    keys: Annotated[Path | None, typer.Option(help="A file for the keys, one a line; they are never printed.")] = None,
) -> None:
    """Erase people who left long ago (RETTPLASS_RETENTION_MONTHS), save those on legal hold."""
    from serving.api.seams import today_in_oslo
    from serving.retention import retention

    due = retention(ServiceSettings(), today_in_oslo(), datetime.now(UTC), dry_run=dry_run)
    if keys is not None:
        keys.write_text("".join(f"{one}\n" for one in due.erased), encoding="utf-8")
    print(f"{len(due.erased)} people {'would be erased' if dry_run else 'erased'}, {len(due.held)} kept on legal hold")


@app.command("legal-hold")
def legal_hold_command(
    participant_id: Annotated[str, typer.Argument(help="Whose data must not be erased yet.")],
    because: Annotated[str | None, typer.Option(help="Why, and who decided it.")] = None,
    release: Annotated[bool, typer.Option("--release", help="End the hold instead.")] = False,
) -> None:
    """Keep everything about a person from being erased, until the hold is released."""
    from serving.api.seams import today_in_oslo
    from serving.retention import hold

    hold(ServiceSettings(), participant_id, None if release else because, today_in_oslo())


@app.command("docs")
def docs_command(folder: Annotated[Path, typer.Argument(help="Where the page goes.")] = Path("docs")) -> None:
    """Write the page about who may do what, from the table that decides it."""
    from serving.permissions_page import permissions_page

    (folder / "permissions.md").write_text(permissions_page(), encoding="utf-8")


def main() -> None:
    """Run; one clear line on standard error and exit code 1 when it cannot be done."""
    try:
        app()
    except RettplassError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except ValidationError as error:
        names = ", ".join(".".join(str(part) for part in fault["loc"]) for fault in error.errors())
        print(f"These settings cannot be used: {names}. See --help and the settings.", file=sys.stderr)
        sys.exit(1)
    except SettingsError as error:
        print(f'{error}: give JSON, such as {{"specialist": "group-id"}}.', file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
