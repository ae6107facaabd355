"""The page about who may do what, written from the one table that decides it."""

from __future__ import annotations

from serving.auth import Role
from serving.auth.claims import MACHINE_ROLES, SCOPE
from serving.permissions import ROUTES, Rule

REACH = {
    Role.SPECIALIST: "own caseload",
    Role.SUPERVISOR: "own offices",
    Role.CASE_SYSTEM: "own offices",
    Role.AUDITOR: "without names",
    Role.OPERATOR: "nobody",
}
"""Whom a role reaches on a route that is about people."""

TEXT = """# Who may do what

Written by `make docs` from `serving/permissions.py`. A route that is missing there is open to nobody.

{table}

- **Own caseload**: people whose `specialist_id` is the caller. **Own offices**: people of the offices the caller has.
  **Without names**: what is journalled, without the person's key.
- **Protected people** (confidential, strictly confidential, shielded) exist only for a caller with the group for that
  kind. For all others the answer is that of an unknown person, in status, body and headers. Their coordinates are not
  stored, nobody learns from what happened to them, and they are in no batch and no `rank-all`, for anybody.
- In `development` nobody has such a group, and only simulated people exist.
- Every look at a person is written in the audit log before anything is answered, and Tilgangsmaskinen is asked first
  where `RETTPLASS_TILGANGSMASKINEN_URL` is set. Its no is answered like an unknown person; no answer is 503 for
  everybody, known or not. It is asked about employees: a machine is bound by its role, offices and groups.

## Where roles, offices and groups come from

| Setting | JSON | Meaning |
|---|---|---|
| `RETTPLASS_ROLE_GROUPS` | role → id or ids | {roles} |
| `RETTPLASS_OFFICE_GROUPS` | office → id or ids | four digits, or `*` for every office |
| `RETTPLASS_PROTECTION_GROUPS` | kind → id or ids | confidential, strictly_confidential, shielded |

A person is named by `NAVident`; the ids are those of the claim `groups`. A machine has no `NAVident` and can be
{machine_roles}: by a value of `roles` (Entra ID) or `scope` (Maskinporten) that is the role's name, `{scope}`, or an id
of `RETTPLASS_ROLE_GROUPS`. It gets its offices, and groups for protected people, by an id that is one of its `roles`,
its `scope`, its `groups`, its client id (`azp`, `client_id`), or `0192:` and its organisation number (`consumer`).
"""


def permissions_page() -> str:
    """Markdown: one row per route, one column per role."""
    roles = list(Role)
    lines = [
        "| Route | " + " | ".join(roles) + " |",
        "|---" * (len(roles) + 1) + "|",
        *(f"| `{method} {path}` | {_row(rule)} |" for (method, path), rule in ROUTES.items()),
    ]
    return TEXT.format(
        table="\n".join(lines),
        roles=", ".join(roles),
        machine_roles=_either(sorted(MACHINE_ROLES)),
        scope=SCOPE.format(role="<role>"),
    )


def _row(rule: Rule | None) -> str:
    if rule is None:
        return " | ".join(["open"] * len(Role))
    return " | ".join("–" if role not in rule.roles else REACH[role] if rule.people else "yes" for role in Role)


def _either(words: list[Role]) -> str:
    return ", ".join(words[:-1]) + " or " + words[-1]
