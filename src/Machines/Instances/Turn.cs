using System.Collections.Immutable;
using Stator.Statecharts.Snapshots;

namespace Stator.Machines.Instances;

/// <summary>
/// The heart of a durable instance, without any world around it: what it does with the requests that wait for it. A host loads the
/// state, lets it be decided here, commits what comes out, and only then answers and performs (ARCHITECTURE.md, law 2).
/// </summary>
/// <remarks>
/// First the timers that are due fire, in due order, each as a turn of its own. Then each request applies, in order, on the state the
/// one before it left; one that is refused leaves no trace and does not touch its neighbours. All turns together make one commit.
/// </remarks>
public static class Turn
{
    /// <summary>Decides. Same input, same output: time is an argument.</summary>
    /// <param name="address">Which instance.</param>
    /// <param name="state">The instance; null where there never was one.</param>
    /// <param name="requests">What waits for it, oldest first.</param>
    /// <param name="now">The time.</param>
    /// <param name="options">The limits.</param>
    /// <param name="conditions">What the host knows of the instance besides.</param>
    /// <returns>
    /// Answers to the requests, or to the first of them: one that disposes of the instance is the last of its commit, and those behind
    /// it are to be decided in another turn.
    /// </returns>
    public static TurnDecision Decide(
        MachineAddress address, InstanceState? state, IReadOnlyList<TurnRequest> requests, DateTimeOffset now, StatorOptions options,
        TurnConditions conditions)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(conditions);
        var decision = Decide(new(address, state, now, options, conditions, checksEachSize: false), requests, conditions);

        // The snapshot is written once for the whole commit. Only when it is too large it matters which request made it so.
        return decision.Commit?.Record.Snapshot.Length > options.MaxSnapshotBytes
            ? Decide(new(address, state, now, options, conditions, checksEachSize: true), requests, conditions)
            : decision;
    }

    private static TurnDecision Decide(TurnDraft draft, IReadOnlyList<TurnRequest> requests, TurnConditions conditions)
    {
        DueTimers.Fire(draft, conditions.HeldTimers);
        var answers = ImmutableArray.CreateBuilder<TurnAnswer>(requests.Count);
        for (var i = 0; i < requests.Count && !draft.IsDisposed; i++)
        {
            answers.Add(Decide(draft, requests[i]));
        }

        return draft.ToDecision(answers.DrainToImmutable());
    }

    private static TurnAnswer Decide(TurnDraft draft, TurnRequest request)
    {
        if (request.EventId is { } id && draft.FindApplied(id) is { } applied)
        {
            return applied;
        }

        var before = draft.Mark();
        if (Apply(draft, request) is { } fault)
        {
            draft.Return(before);
            return TurnAnswer.Refused(fault);
        }

        return request is Wake { TriesAgain: false } ? default : TurnAnswer.Applied(draft.Confirm(request.EventId));
    }

    private static RequestFault? Apply(TurnDraft draft, TurnRequest request) => request switch
    {
        Wake { TriesAgain: false } => null,
        StartInstance start => draft.Snapshot is null ? draft.Start(start) : Faults.InstanceExists(draft.Address),
        HandleEvents handle => Handle(draft, handle),
        _ when draft.Snapshot is null => Faults.UnknownInstance(draft.Address),
        Wake => null,
        SettleService settle => draft.Settle(settle),
        EditContext edit => draft.Edit(edit),
        SkipPending skip => draft.Skip(skip),
        DisposeInstance dispose => draft.Dispose(dispose),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request, null),
    };

    private static RequestFault? Handle(TurnDraft draft, HandleEvents handle)
    {
        if (draft.Snapshot is null)
        {
            if (handle.StartWith is not { } start)
            {
                return Faults.UnknownInstance(draft.Address);
            }

            if (draft.Start(start) is { } fault)
            {
                return fault;
            }
        }

        foreach (var @event in handle.Events)
        {
            // Events of one request after the one that ended the machine are ignored, as the engine ignores them.
            var isFinished = draft.Snapshot!.Status != SnapshotStatus.Active;
            if (isFinished && !draft.HasTurnsOf(handle))
            {
                return Faults.InstanceFinished(draft.Address, draft.Snapshot.Status);
            }

            if (!isFinished && draft.Handle(@event, handle) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
