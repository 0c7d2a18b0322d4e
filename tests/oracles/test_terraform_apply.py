"""Every resource type we render is created over HTTP, and the second plan is empty.

A second plan that is not empty is the drift a user would see on the day after
the first apply. The roots that are applied are the fewest that show every type
with every argument we write for it. What other code owns (`foreign`) is there first.
"""

import collections

import application
import emulators
import findings
import pytest


def test_every_rendered_type_has_a_judge_or_a_reason(applications):
    rendered = {application.type_of(a) for root in applications.roots for a in root.written}
    unknown = rendered - set(emulators.EMULATORS)
    assert not unknown, f"add these to EMULATORS after trying them: {sorted(unknown)}"


def test_no_run_breaks_outside_of_a_resource(applications):
    broken = [f"{o.root.name} on {o.emulator}: {o.broken}" for o in applications.outcomes() if o.broken]
    findings.none(broken)


@pytest.mark.parametrize("kind", sorted(emulators.EMULATORS))
def test_type_applies_and_plans_no_change(applications, kind):
    judge = emulators.EMULATORS[kind]
    addresses = applications.addresses(kind)
    assert addresses, f"no policy renders {kind}: render one, or drop it from EMULATORS"
    if not judge.emulators:
        pytest.skip(f"{kind}: {judge.gap} ({len(addresses)} rendered)")
    emulator = judge.emulators[0]
    if all(root.blocked(address, emulator) for root, address in addresses):
        root, address = addresses[0]
        pytest.skip(f"{kind}: needs {root.blocked(address, emulator)}, which {emulator} lacks")
    judged = 0
    for outcome in applications.outcomes():
        if outcome.emulator != emulator:
            continue
        ours = {a for a in outcome.root.judged_by(emulator) if application.type_of(a) == kind}
        assert ours <= outcome.applied, f"not created: {sorted(ours - outcome.applied)}\n{outcome.text}"
        assert not ours & outcome.changed, f"changes again: {sorted(ours & outcome.changed)}\n{outcome.text}"
        judged += len(ours)
    assert judged, f"{kind} was in no run"


def _judged_arguments(resources):
    return {
        f"{application.type_of(address)}.{argument}"
        for root, address in resources
        for argument in root.written[address]
    }


def test_resources_that_no_run_could_reach_are_counted(applications):
    """An emulator that lacks what a resource needs keeps it from being judged; said, never passed."""
    reached, unreached = [], collections.defaultdict(list)
    for root in applications.roots:
        for address in root.written:
            judges = emulators.EMULATORS[application.type_of(address)].emulators
            if not judges:
                continue
            lacking = {application.type_of(a) for a in root.blocked(address, judges[0])}
            if lacking:
                unreached[" and ".join(sorted(lacking))].append((root, address))
            else:
                reached.append((root, address))
    if not unreached:
        return
    reasons = []
    for lacking, resources in sorted(unreached.items()):
        names = [f"{root.name} {address.partition('.')[2]}" for root, address in resources[:2]]
        more = [f"{len(resources) - 2} more"] if len(resources) > 2 else []
        reasons.append(f"{len(resources)} resources need {lacking} ({', '.join(names + more)})")
    blocked = [resource for resources in unreached.values() for resource in resources]
    unjudged = sorted(_judged_arguments(blocked) - _judged_arguments(reached))
    reasons.append(f"arguments that no other resource of the type shows: {', '.join(unjudged) or 'none'}")
    pytest.skip("not reached: " + "; ".join(reasons))
