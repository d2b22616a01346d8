"""An answer from the published record, with all that must stand beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from antral.evidence.answers.ask import INDICATIONS, ROLES, Ask
from antral.evidence.answers.beliefs import Belief, against, belief, incomparable
from antral.evidence.answers.compared import MEASURES as OF_TWO_ARMS
from antral.evidence.answers.compared import Comparison, Effect, comparisons, effects_compared, pool_comparisons
from antral.evidence.answers.differences import Between, Single, Slope, between, single, slope
from antral.evidence.answers.groups import Group, by_study_and_group, groups
from antral.evidence.answers.networked import Linked, linked
from antral.evidence.answers.pool import Row, one_a_study, other_methods, pooled, rows_of
from antral.evidence.answers.result import Result
from antral.evidence.answers.stability import Step, cumulative, without_each
from antral.evidence.answers.votes import votes
from antral.evidence.certainty import Certainty, certainty, imprecision, judgements
from antral.evidence.pooling.signs import Directions
from antral.evidence.questions import NATURAL, Change, Count, LeftOut, Selection, Sign, select
from antral.evidence.spontaneous import Compared
from antral.evidence.studies import Indication, Role, Study


@dataclass(frozen=True)
class Block:
    """Studies of one kind, and what they give together."""

    name: str
    """Role or indication."""
    studies: int
    women: int
    events: int | None
    rows: tuple[Row, ...]
    pooled: Result | None
    signs: tuple[Sign, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Answer:
    """The pooled answer to a question."""

    ask: Ask
    main: Block
    methods: tuple[Result, ...]
    """The same numbers by other methods."""
    groups: tuple[Group, ...]
    without_each: tuple[Step, ...]
    cumulative: tuple[Step, ...]
    spontaneous: Block
    """The course without treatment."""
    others: tuple[Block, ...]
    """Studies of other treatments, by role."""
    apart: tuple[Block, ...]
    """Studies of the same role in women with another indication."""
    votes: Directions | None
    comparisons: tuple[Comparison, ...]
    effects: tuple[Effect, ...]
    """Each comparison of two arms that was asked for, where a measure of two arms was."""
    compared: Result | None
    """Pooled comparisons of two arms, where a measure of two arms was asked for."""
    certainty: Certainty | None
    between: Between | None
    slope: Slope | None
    single: Single
    belief: Belief | None
    """The pooled share with stated priors."""
    against: Compared | None
    """All women against all women of the spontaneous course, where both count one event at times that overlap."""
    not_against: str
    """Why there is no such difference although there are women without treatment."""
    network: Linked


def answer(ask: Ask, among: Mapping[str, Study]) -> Answer:
    """What these studies say to the question."""
    main = _select(ask, among, ask.of_roles, ask.of_indications)
    numbers = one_a_study(main.numbers)
    parts = () if ask.by is None else groups(main.numbers, among, ask.by, ask)
    block = _block("asked", main, ask)
    natural = tuple(role for role in NATURAL if role not in ask.of_roles)
    beside = _select(ask, among, natural, ask.of_indications)
    without = _counts(one_a_study(beside.numbers))
    unlike = incomparable(ask.question, _counts(numbers), without)
    spontaneous = _block("spontaneous", beside, ask)
    pairs = comparisons(ask.question, among, ask.within)
    wanted = [one for one in pairs if one.role in ask.of_roles and one.indication in ask.of_indications]
    return Answer(
        ask=ask,
        main=block,
        methods=other_methods(numbers, ask),
        groups=parts,
        without_each=without_each(numbers, ask),
        cumulative=cumulative(numbers, among, ask),
        spontaneous=spontaneous,
        others=_others(ask, among),
        apart=_apart(ask, among),
        votes=votes(main.signs, ask.question.better),
        comparisons=pairs,
        effects=effects_compared(wanted, ask.measure) if ask.measure in OF_TWO_ARMS else (),
        compared=_compared(ask, wanted),
        certainty=_certainty(ask, block, spontaneous),
        between=_between(main, among, parts, ask),
        slope=slope(numbers, among, ask),
        single=single(numbers, ask),
        belief=belief(_counts(numbers)),
        against=None if unlike else against(_counts(numbers), without),
        not_against=unlike,
        network=linked(pairs, ask.question.better),
    )


def _between(main: Selection, among: Mapping[str, Study], parts: tuple[Group, ...], ask: Ask) -> Between | None:
    by_group = by_study_and_group(main.numbers, among, ask.by) if ask.by is not None else []
    return between([one for _, one in by_group], parts, [name for name, _ in by_group], ask)


def _counts(numbers: Sequence[Count | Change]) -> list[Count]:
    return [one for one in numbers if isinstance(one, Count)]


def _select(
    ask: Ask, among: Mapping[str, Study], roles: tuple[Role, ...], indications: tuple[Indication, ...]
) -> Selection:
    return select(ask.question, among, roles=roles, indications=indications, months=ask.within)


def _block(name: str, found: Selection, ask: Ask) -> Block:
    numbers = one_a_study(found.numbers)
    rows = rows_of(numbers)
    events = sum(row.events or 0 for row in rows) if ask.question.kind == "share" else None
    return Block(name, found.studies, found.women, events, rows, pooled(numbers, ask), found.signs, found.left_out)


def _told(block: Block) -> bool:
    return bool(block.rows or block.signs or block.left_out)


def _others(ask: Ask, among: Mapping[str, Study]) -> tuple[Block, ...]:
    taken = {*ask.of_roles, *NATURAL, "registry_only"}
    blocks = [_block(role, _select(ask, among, (role,), INDICATIONS), ask) for role in ROLES if role not in taken]
    return tuple(block for block in blocks if _told(block))


def _apart(ask: Ask, among: Mapping[str, Study]) -> tuple[Block, ...]:
    rest = [one for one in INDICATIONS if one not in ask.of_indications]
    blocks = [_block(one, _select(ask, among, ask.of_roles, (one,)), ask) for one in rest]
    return tuple(block for block in blocks if _told(block))


def _compared(ask: Ask, wanted: list[Comparison]) -> Result | None:
    if ask.measure not in OF_TWO_ARMS:
        return None
    return pool_comparisons(wanted, ask.measure or "OR", tau2=ask.tau2, interval=ask.interval or "HKSJ")  # type: ignore[arg-type]


def _certainty(ask: Ask, main: Block, spontaneous: Block) -> Certainty | None:
    """Of the recorded question only: other roles, indications or times have not been judged."""
    judged = judgements(ask.question.id)
    recorded = ask.question
    same = (ask.of_roles, ask.of_indications, ask.within) == (recorded.roles, recorded.indications, recorded.months)
    if judged is None or not same:
        return None
    found, without = main.pooled, spontaneous.pooled
    share = ask.question.kind == "share"
    return certainty(
        judged,
        imprecision(
            women=main.women,
            low=found.low if found is not None and share else None,
            high=found.high if found is not None and share else None,
            without=without.value if without is not None and share else None,
            difference=judged.smallest_difference.value if judged.smallest_difference is not None else None,
        ),
    )
