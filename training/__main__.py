"""`python -m training`: train, judge, promote and roll back; thin, the work is done elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from tqdm import tqdm

from features.database import Database
from features.errors import InputError, RettplassError
from models.registry import Registry
from training.settings import TrainingSettings

if TYPE_CHECKING:
    from training.sources import Source

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="From history to a model that earned it.")

AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="Learn from what was known before this day. Today in Oslo when left out."),
]
Truth = Annotated[
    Path | None,
    typer.Option(help="True chances of a simulation (truth.parquet). The simulated county's own when left out."),
]
Seed = Annotated[int, typer.Option(help="The same seed and data give the same model.")]
By = Annotated[str | None, typer.Option(help="Who trains (ident). The account it runs as when left out.")]
Out = Annotated[
    Path | None, typer.Option(help="Folder for the table and the picture, beside the run they are kept with.")
]
Days = Annotated[int, typer.Option(min=1, help="How many days of the past, half a year apart.")]
Sizes = Annotated[
    list[int] | None,
    typer.Option(help="Contacts to learn from; may be given several times. From none to 100,000 when left out."),
]
Draws = Annotated[int, typer.Option(min=1, help="How many times people are drawn for each size.")]
OSLO = ZoneInfo("Europe/Oslo")
TEXT_RUNS = "rettplass-text"
"""Name under which runs of the text model are kept, apart from those of the matcher."""


@app.command()
def train(as_of: AsOf = None, truth: Truth = None, seed: Seed = 1, by: By = None) -> None:
    """Train a model, judge it beside the baselines and the champion, and keep it. Nothing is promoted."""
    _train(as_of, truth, seed, by, promote_if_passed=False)


@app.command()
def retrain(as_of: AsOf = None, truth: Truth = None, seed: Seed = 1, by: By = None) -> None:
    """Train, compare, and promote only if every gate passes. A model that is kept out is no error: it says why.

    Where people are real, a model that passes waits for a second person: `promote VERSION --approved-by IDENT`.
    """
    _train(as_of, truth, seed, by, promote_if_passed=True)


@app.command()
def evaluate(as_of: AsOf = None, truth: Truth = None, seed: Seed = 1) -> None:
    """Judge the champion on today's data, beside the baselines, and by what shown lists tell of it."""
    from features.pipeline import Pipeline
    from features.world import World
    from training import off_policy
    from training.kept_reports import EVALUATIONS, keep_report
    from training.report import as_text, practice_text
    from training.retrain import evaluate as judge_champion
    from training.retrain import load_champion
    from training.split import Split

    settings, now = TrainingSettings(), datetime.now(OSLO)
    with _stages(3) as progress:
        progress("reading")
        champion = load_champion(Registry(settings.mlflow_tracking_uri))
        if champion is None:
            raise InputError("there is no champion to evaluate: run `python -m training retrain` first")
        source = _source(settings, truth, as_of, now)
        progress("judging")
        judged = judge_champion(source.tables, source.as_of, source.truth, champion, seed)
        progress("reading shown lists")
        pipeline, split = Pipeline(World.from_tables(source.tables)), Split(cut=source.as_of, until=source.as_of)
        by_log = off_policy.judge_by_log(pipeline, source.tables, champion, split, seed)
    if judged.evaluation is None:
        raise InputError(f"too little history to judge by: {judged.not_judged}")
    practice = [] if judged.practice is None else [practice_text(judged.practice)]
    text = "\n\n".join([as_text(judged.evaluation), *practice, off_policy.as_text(by_log)])
    print(text)
    params = {"as_of": source.as_of, "seed": seed, "version": champion.version}
    registry = Registry(settings.mlflow_tracking_uri, EVALUATIONS)
    keep_report(registry, "evaluation", text, judged.metrics() | off_policy.metrics(by_log), None, params, now)


@app.command()
def backtest(as_of: AsOf = None, seed: Seed = 1, days: Days = 5, out: Out = None) -> None:
    """Train as on several days of the past, and judge each by the contacts that came after it."""
    from training import backtest as past
    from training.kept_reports import EVALUATIONS, keep_report
    from training.pictures import plot_backtest

    settings, now = TrainingSettings(), datetime.now(OSLO)
    source = _source(settings, None, as_of, now)
    with _stages(days) as progress:
        points = past.backtest(source.tables, source.as_of, seed, past.past_days(source.as_of, days), progress)
    text = past.as_text(points)
    print(text)
    params = {"as_of": source.as_of, "seed": seed}
    registry = Registry(settings.mlflow_tracking_uri, EVALUATIONS)
    keep_report(registry, "backtest", text, past.metrics(points), partial(plot_backtest, points), params, now, out)


@app.command()
def learning_curve(
    as_of: AsOf = None, truth: Truth = None, seed: Seed = 1, draws: Draws = 3, size: Sizes = None, out: Out = None
) -> None:
    """How good the order is by how much history there is, told by the truth of a simulation."""
    from training import learning_curve as curve
    from training.kept_reports import EVALUATIONS, keep_report
    from training.pictures import plot_learning_curve

    settings, now = TrainingSettings(), datetime.now(OSLO)
    source = _source(settings, truth, as_of, now)
    if source.truth is None:
        raise InputError("only a simulation can tell: name its truth with --truth DIR-truth/truth.parquet")
    sizes = size or curve.SIZES
    with _stages(len(sizes)) as progress:
        points = curve.learning_curve(source.tables, source.truth, source.as_of, seed, sizes, draws, progress=progress)
    text = curve.as_text(points)
    print(text)
    params = {"as_of": source.as_of, "seed": seed, "draws": draws}
    registry, draw = Registry(settings.mlflow_tracking_uri, EVALUATIONS), partial(plot_learning_curve, {"": points})
    keep_report(registry, "learning-curve", text, curve.metrics(points), draw, params, now, out)


@app.command()
def promote(
    version: Annotated[int | None, typer.Argument(help="The newest when left out.")] = None,
    approved_by: Annotated[
        str | None,
        typer.Option(help="Who approves it (ident): needed where people are real, and never who trained it."),
    ] = None,
) -> None:
    """Make a kept version the champion: whatever the gates said of it, except where people are real."""
    from training.promotion import promote as promote_version
    from training.promotion import settle

    settings, now = TrainingSettings(), datetime.now(OSLO)
    registry = Registry(settings.mlflow_tracking_uri)
    chosen = version if version is not None else registry.latest()
    if chosen is None:
        raise InputError("there is no model to promote: run `python -m training train` first")
    database = _database(settings)
    settle(registry, database, settings.model_dir, now)
    promote_version(registry, database, chosen, settings.model_dir, now, approved_by)
    print(f"version {chosen} is the champion, in {settings.model_dir}")


@app.command()
def rollback() -> None:
    """Bring the champion before this one back."""
    from training.promotion import roll_back, settle

    settings, now = TrainingSettings(), datetime.now(OSLO)
    registry, database = Registry(settings.mlflow_tracking_uri), _database(settings)
    settle(registry, database, settings.model_dir, now)
    version = roll_back(registry, database, settings.model_dir, now)
    print(f"version {version} is the champion again, in {settings.model_dir}")


@app.command()
def text_model(
    out: Annotated[
        Path | None, typer.Option(help="File to write; the one that comes with the project if left out.")
    ] = None,
    seed: Seed = 1,
) -> None:
    """Train the small Norwegian text model on the lexicon and keep the run. Needs the extra `text`."""
    from training.text_run import train_and_keep

    registry, now = Registry(TrainingSettings().mlflow_tracking_uri, TEXT_RUNS), datetime.now(OSLO)
    with tqdm(disable=None, leave=False, desc="text model", unit=" epochs") as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        said = train_and_keep(registry, out, seed, now, progress)
    print(said)


@app.command()
def judge_texts(
    heldout: Annotated[Path, typer.Argument(help="Folder of held-out phrases.")] = Path("tests/features/text/heldout"),
    beside: Annotated[str | None, typer.Option(help="Another sentence-transformers model, by path or name.")] = None,
) -> None:
    """Say how well the text model understands phrases kept out of its lexicon, beside TF-IDF and a blind draw."""
    from training.text_run import judge_texts as judged

    print(judged(heldout, beside))


def _train(as_of: datetime | None, truth: Path | None, seed: int, by: str | None, *, promote_if_passed: bool) -> None:
    """Train and keep; promote as well when asked to and every gate lets it."""
    from models.bundle import BundleError
    from training import promotion
    from training import retrain as steps
    from training.provenance import origin
    from training.report import as_text, practice_text
    from training.sources import read_source

    settings, now = TrainingSettings(), datetime.now(OSLO)
    registry, database = Registry(settings.mlflow_tracking_uri), _database(settings)
    source = read_source(database, settings.training_basis, truth, _day(as_of), now.date())
    finished = promotion.settle(registry, database, settings.model_dir, now)
    if finished is not None:
        print(f"version {finished} was live and is now recorded as the champion", file=sys.stderr)
    try:
        champion = steps.load_champion(registry)
    except BundleError as error:
        print(f"the champion cannot be compared with: {error}", file=sys.stderr)
        champion = None
    with _stages(4) as progress:
        trained = steps.train_and_judge(source.tables, source.as_of, source.truth, champion, seed, progress)
        decision = steps.decide_on(trained, first=champion is None)
        progress("keeping")
        params = {"as_of": source.as_of, "seed": seed, "by_truth": source.truth is not None}
        come_from = origin(source.tables, by)
        version, _ = steps.keep(registry, trained, decision, params, now, come_from)
    if trained.evaluation is not None:
        print(as_text(trained.evaluation), end="\n\n")
    if trained.practice is not None:
        print(practice_text(trained.practice), end="\n\n")
    print("\n".join(decision.reasons), end="\n\n")
    if not promote_if_passed:
        print(f"version {version} is kept; `python -m training promote {version}` makes it the champion")
    elif decision.promote and not come_from.simulated:
        print(
            f"version {version} waits for a second person: `python -m training promote {version} --approved-by IDENT`"
        )
    elif decision.promote:
        promotion.promote(registry, database, version, settings.model_dir, now)
        print(f"version {version} is the champion, in {settings.model_dir}")
    else:
        print(f"version {version} is kept but not promoted: a gate failed")


def _database(settings: TrainingSettings) -> Database:
    """The database, brought to the newest schema."""
    database = Database(settings.database_url)
    database.migrate()
    return database


def _source(settings: TrainingSettings, truth: Path | None, as_of: datetime | None, now: datetime) -> Source:
    """What the command works on."""
    from training.sources import read_source

    return read_source(_database(settings), settings.training_basis, truth, _day(as_of), now.date())


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@contextmanager
def _stages(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar by stages while a person is watching, and silence otherwise."""
    with tqdm(total=total, disable=None, leave=False, bar_format="{desc} {bar} {n_fmt}/{total_fmt} {elapsed}") as bar:

        def progress(stage: str) -> None:
            bar.set_description(stage)
            bar.update()

        yield progress


def main() -> None:
    """Run; one clear line on standard error and exit code 1 when it cannot be done."""
    try:
        app()
    except RettplassError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
