"""A dataset asked of a system: several at once, again where it was busy, with what is known already not asked."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from eval.cases.case import Case
from eval.errors import TargetBusy, TargetError
from eval.response import Response, Target
from eval.targets.cache import ResponseCache
from index.errors import ZhangjuError

_ATTEMPTS = 5
_LONGEST_WAIT_S = 30.0
_FAILURES_IN_A_ROW = 20  # after which a system is given up: it is down, and each question would wait for it

Progress = Callable[[int], None]


def ask_all(
    cases: Sequence[Case],
    target: Target,
    *,
    at_once: int = 1,
    cache: ResponseCache | None = None,
    progress: Progress | None = None,
    longest_wait_s: float = _LONGEST_WAIT_S,
) -> tuple[Response, ...]:
    """The responses to ``cases``, in their order; ``progress`` is called with how many there are.

    A case that could not be asked has a response that failed and says why.

    Raises:
        TargetError: Twenty in a row failed, or all there are. What was answered before is kept in ``cache``.
    """
    found = dict[int, Response]()
    in_a_row = 0
    pool = ThreadPoolExecutor(max_workers=at_once)
    try:
        asked = {pool.submit(_ask, case, target, cache, longest_wait_s): place for place, case in enumerate(cases)}
        for future in as_completed(asked):
            response = found[asked[future]] = future.result()
            in_a_row = in_a_row + 1 if response.status == "failed" else 0
            if in_a_row == min(_FAILURES_IN_A_ROW, len(cases)):
                raise TargetError(f"{target.name}: {in_a_row} questions in a row failed, the last: {response.error}")
            if progress:
                progress(len(found))
    finally:  # whoever interrupts it, or gives it up, waits for no question
        pool.shutdown(wait=False, cancel_futures=True)
    return tuple(found[place] for place in range(len(cases)))


def _ask(case: Case, target: Target, cache: ResponseCache | None, longest_wait_s: float) -> Response:
    if cache and (known := cache.get(case)):
        return known
    exponential = wait_random_exponential(multiplier=0.5, max=longest_wait_s)

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, TargetBusy) else None
        return exponential(state) if asked is None else min(asked, longest_wait_s)

    trying = Retrying(
        stop=stop_after_attempt(_ATTEMPTS), wait=wait, retry=retry_if_exception_type(TargetBusy), reraise=True
    )
    try:
        response = trying(target.ask, case)
    except (ZhangjuError, ValueError, TypeError, LookupError, RecursionError) as error:  # one reply ends no run
        said = str(error) if isinstance(error, ZhangjuError) else f"{type(error).__name__}: {error}"
        return Response(status="failed", text="", error=said)
    if cache:
        cache.put(case, response)
    return response
