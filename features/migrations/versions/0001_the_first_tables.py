"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agreements",
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("orgnr", "programme", "starts_on", name=op.f("pk_agreements")),
    )
    op.create_table(
        "data_version",
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_data_version")),
    )
    op.create_table(
        "employer_notices",
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("orgnr", "kind", "starts_on", name=op.f("pk_employer_notices")),
    )
    op.create_table(
        "journal",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_participant_id"), "journal", ["participant_id"], unique=False)
    op.create_table(
        "participant_audit",
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("gender", sa.Text(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=True),
        sa.Column("centrality", sa.BigInteger(), nullable=True),
        sa.Column("country_group", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_participant_audit")),
    )
    op.create_table(
        "participant_rules",
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("support_need_group", sa.Text(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("disability_benefit", sa.Boolean(), nullable=True),
        sa.Column("expects_disability_benefit", sa.Boolean(), nullable=True),
        sa.Column("months_used", sa.Text(), nullable=True),
        sa.Column("protection", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_participant_rules")),
    )
    op.create_table(
        "participants",
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("stream", sa.Text(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("specialist_id", sa.Text(), nullable=False),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("wished_occupations", sa.Text(), nullable=False),
        sa.Column("unwanted_occupations", sa.Text(), nullable=False),
        sa.Column("wished_text", sa.Text(), nullable=True),
        sa.Column("experience_occupations", sa.Text(), nullable=False),
        sa.Column("skills_text", sa.Text(), nullable=True),
        sa.Column("hours_min", sa.Double(), nullable=False),
        sa.Column("hours_max", sa.Double(), nullable=False),
        sa.Column("times_of_day", sa.Text(), nullable=False),
        sa.Column("unavailable_times", sa.Text(), nullable=True),
        sa.Column("max_travel_minutes", sa.BigInteger(), nullable=False),
        sa.Column("travel_mode", sa.Text(), nullable=False),
        sa.Column("driving_licence", sa.Text(), nullable=False),
        sa.Column("norwegian_level", sa.Text(), nullable=True),
        sa.Column("work_conditions", sa.Text(), nullable=False),
        sa.Column("follow_up_need", sa.Text(), nullable=False),
        sa.Column("may_contact_employers", sa.Boolean(), nullable=False),
        sa.Column("shareable", sa.Text(), nullable=True),
        sa.Column("excluded_workplaces", sa.Text(), nullable=False),
        sa.Column("available_from", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("participant_id", "updated_on", name=op.f("pk_participants")),
    )
    op.create_table(
        "promotions",
        sa.Column("promotion_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("metrics_json", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("promotion_id", name=op.f("pk_promotions")),
    )
    op.create_table(
        "providers",
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_providers")),
    )
    op.create_table(
        "quarantine",
        sa.Column("entry_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_number", sa.BigInteger(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=False),
        sa.Column("check_name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_quarantine")),
    )
    op.create_index(op.f("ix_quarantine_dataset"), "quarantine", ["dataset"], unique=False)
    op.create_table(
        "workplaces",
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("parent_orgnr", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("org_form", sa.Text(), nullable=False),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("industry_standard", sa.Text(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("employees", sa.BigInteger(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("capacity", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("orgnr", name=op.f("pk_workplaces")),
    )
    op.create_table(
        "workplaces_history",
        sa.Column("version_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("parent_orgnr", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("org_form", sa.Text(), nullable=False),
        sa.Column("industry_code", sa.Text(), nullable=True),
        sa.Column("industry_standard", sa.Text(), nullable=True),
        sa.Column("municipality", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("employees", sa.BigInteger(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("capacity", sa.BigInteger(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("known_from", sa.Date(), nullable=True),
        sa.Column("replaced_on", sa.Date(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_workplaces_history")),
    )
    op.create_index(op.f("ix_workplaces_history_orgnr"), "workplaces_history", ["orgnr"], unique=False)
    op.create_table(
        "choices",
        sa.Column("choice_id", sa.Text(), nullable=False),
        sa.Column("list_id", sa.Text(), nullable=True),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_choices_orgnr")),
        sa.PrimaryKeyConstraint("choice_id", name=op.f("pk_choices")),
    )
    op.create_index(op.f("ix_choices_orgnr"), "choices", ["orgnr"], unique=False)
    op.create_index(op.f("ix_choices_participant_id"), "choices", ["participant_id"], unique=False)
    op.create_table(
        "contacts",
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.Column("specialist_id", sa.Text(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("decision_maker", sa.Boolean(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("list_id", sa.Text(), nullable=True),
        sa.Column("rank_shown", sa.BigInteger(), nullable=True),
        sa.Column("propensity", sa.Double(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_contacts_orgnr")),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_orgnr"), "contacts", ["orgnr"], unique=False)
    op.create_index(op.f("ix_contacts_participant_id"), "contacts", ["participant_id"], unique=False)
    op.create_table(
        "employer_needs",
        sa.Column("need_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("hours_per_week", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_employer_needs_orgnr")),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_employer_needs")),
    )
    op.create_index(op.f("ix_employer_needs_orgnr"), "employer_needs", ["orgnr"], unique=False)
    op.create_table(
        "placements",
        sa.Column("placement_id", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=True),
        sa.Column("continues_placement_id", sa.Text(), nullable=True),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("hours_per_week", sa.Double(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("observed_until", sa.Date(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_placements_orgnr")),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_placements")),
    )
    op.create_index(op.f("ix_placements_orgnr"), "placements", ["orgnr"], unique=False)
    op.create_index(op.f("ix_placements_participant_id"), "placements", ["participant_id"], unique=False)
    op.create_table(
        "shown_lists",
        sa.Column("list_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("propensity", sa.Double(), nullable=True),
        sa.Column("model_version", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_shown_lists_orgnr")),
        sa.PrimaryKeyConstraint("list_id", "orgnr", name=op.f("pk_shown_lists")),
    )
    op.create_index(op.f("ix_shown_lists_orgnr"), "shown_lists", ["orgnr"], unique=False)
    op.create_index(op.f("ix_shown_lists_participant_id"), "shown_lists", ["participant_id"], unique=False)
    op.create_table(
        "vacancies",
        sa.Column("ad_id", sa.Text(), nullable=False),
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("occupation", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("extent", sa.Text(), nullable=False),
        sa.Column("positions", sa.BigInteger(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_vacancies_orgnr")),
        sa.PrimaryKeyConstraint("ad_id", name=op.f("pk_vacancies")),
    )
    op.create_index(op.f("ix_vacancies_orgnr"), "vacancies", ["orgnr"], unique=False)
    op.create_table(
        "workplace_conditions",
        sa.Column("orgnr", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["orgnr"], ["workplaces.orgnr"], name=op.f("fk_workplace_conditions_orgnr")),
        sa.PrimaryKeyConstraint("orgnr", "condition", "recorded_on", name=op.f("pk_workplace_conditions")),
    )
    op.create_table(
        "follow_ups",
        sa.Column("placement_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Text(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.placement_id"], name=op.f("fk_follow_ups_placement_id")),
        sa.PrimaryKeyConstraint("placement_id", "due_on", "with_whom", name=op.f("pk_follow_ups")),
    )
    op.create_table(
        "placement_subsidies",
        sa.Column("placement_id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("percent", sa.Double(), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("dataset", sa.Text(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.placement_id"], name=op.f("fk_placement_subsidies_placement_id")
        ),
        sa.PrimaryKeyConstraint("placement_id", "scheme", "starts_on", name=op.f("pk_placement_subsidies")),
    )


def downgrade() -> None:
    op.drop_table("placement_subsidies")
    op.drop_table("follow_ups")
    op.drop_table("workplace_conditions")
    op.drop_index(op.f("ix_vacancies_orgnr"), table_name="vacancies")
    op.drop_table("vacancies")
    op.drop_index(op.f("ix_shown_lists_participant_id"), table_name="shown_lists")
    op.drop_index(op.f("ix_shown_lists_orgnr"), table_name="shown_lists")
    op.drop_table("shown_lists")
    op.drop_index(op.f("ix_placements_participant_id"), table_name="placements")
    op.drop_index(op.f("ix_placements_orgnr"), table_name="placements")
    op.drop_table("placements")
    op.drop_index(op.f("ix_employer_needs_orgnr"), table_name="employer_needs")
    op.drop_table("employer_needs")
    op.drop_index(op.f("ix_contacts_participant_id"), table_name="contacts")
    op.drop_index(op.f("ix_contacts_orgnr"), table_name="contacts")
    op.drop_table("contacts")
    op.drop_index(op.f("ix_choices_participant_id"), table_name="choices")
    op.drop_index(op.f("ix_choices_orgnr"), table_name="choices")
    op.drop_table("choices")
    op.drop_index(op.f("ix_workplaces_history_orgnr"), table_name="workplaces_history")
    op.drop_table("workplaces_history")
    op.drop_table("workplaces")
    op.drop_index(op.f("ix_quarantine_dataset"), table_name="quarantine")
    op.drop_table("quarantine")
    op.drop_table("providers")
    op.drop_table("promotions")
    op.drop_table("participants")
    op.drop_table("participant_rules")
    op.drop_table("participant_audit")
    op.drop_index(op.f("ix_journal_participant_id"), table_name="journal")
    op.drop_table("journal")
    op.drop_table("employer_notices")
    op.drop_table("data_version")
    op.drop_table("agreements")
