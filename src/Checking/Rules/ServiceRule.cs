using Stator.Checking.Evidence;
using Stator.Machines;
using Stator.Machines.Stores;
using Stator.Statecharts.Data;
using Stator.Statecharts.Effects;

namespace Stator.Checking.Rules;

/// <summary>
/// A service runs only under the name of an effect that its instance's history has, with the input that stands there, each attempt under a
/// number of its own; its outcome is applied once, while it is waited for, and is one that the service yielded.
/// </summary>
internal sealed class ServiceRule(Journal journal, Findings findings)
{
    private readonly Dictionary<string, StartService> _started = new(StringComparer.Ordinal);

    /// <summary>The effects that started the services of an instance, by the numbers of this life.</summary>
    private readonly Dictionary<(MachineAddress Address, long Number), OutboxId> _ids = [];

    public long Count { get; private set; }

    /// <summary>The effect that started a service of an instance.</summary>
    public OutboxId? Find(MachineAddress address, long number) => _ids.TryGetValue((address, number), out var id) ? id : null;

    public void Look(MachineAddress address, in RetoldTurn turn)
    {
        if (turn.Entry.Kind == Machines.HistoryKind.Service)
        {
            Count++;
            Settle(address, turn);
        }

        var position = 0;
        foreach (var effect in turn.Effects)
        {
            if (effect is StartService start)
            {
                var id = new OutboxId(address, turn.Entry.Sequence, position);
                _ids[(address, start.Number)] = id;
                _started[id.ToString()] = start;
            }

            position++;
        }
    }

    /// <summary>Compares the calls that were seen with what was asked for.</summary>
    public void End()
    {
        foreach (var (id, seen) in journal.Services)
        {
            MachineAddress? address = OutboxId.TryParse(id, out var parsed) ? parsed.Address : null;
            if (!_started.TryGetValue(id, out var start))
            {
                findings.Add(CheckRule.Service, address, parsed.Sequence, $"a service was called as '{id}', but no history has such an effect");
                continue;
            }

            foreach (var call in seen.Calls)
            {
                // A service that is called over HTTP sees the body of its input.
                findings.Require(call.Input == start.Input || call.Input == start.Input["body"], CheckRule.Service, address, parsed.Sequence, () =>
                    $"the service '{id}' is to be given {start.Input}, and was given {call.Input}");
            }

            var attempts = seen.Calls.Select(c => c.Attempt).Where(a => a > 0).ToList();
            findings.Require(attempts.Distinct().Count() == attempts.Count, CheckRule.Service, address, parsed.Sequence, () =>
                $"no attempt of '{id}' may be numbered as another one; they were {string.Join(", ", attempts)}");
        }
    }

    private void Settle(MachineAddress address, RetoldTurn turn)
    {
        var number = turn.Detail["invocation"].AsInt;
        var sequence = turn.Entry.Sequence;
        findings.Require(Pending.Services(turn.Before).Any(i => i.Number == number), CheckRule.Service, address, sequence, () =>
            $"the outcome of invocation {number} is applied, which is not waited for");
        if (turn.Detail.AsObject.TryGet("output", out var output) && Find(address, number) is { } id && journal.Services.TryGetValue(id.ToString(), out var seen))
        {
            findings.Require(seen.Outputs.Exists(o => IsOf(output, o)), CheckRule.Service, address, sequence, () =>
                $"'{id}' is said to have yielded {output}, which its service never did");
        }
    }

    /// <summary>What a service yields over HTTP comes as the body of an answer.</summary>
    private static bool IsOf(Value output, Value yielded) => output == yielded || output["body"] == yielded;
}
