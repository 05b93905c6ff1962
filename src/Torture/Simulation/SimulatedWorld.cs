using System.Text;
using Stator.Checking;
using Stator.Checking.Evidence;
using Stator.Embedded;
using Stator.Machines;
using Stator.Statecharts.Data;

namespace Stator.Torture.Simulation;

/// <summary>
/// The world of a simulation as its clients know it: hosts that come and go, requests that are answered or not, and a journal of all that
/// was seen. One thing happens at a time.
/// </summary>
internal sealed class SimulatedWorld(SimulationPlan plan)
{
    /// <summary>What may be refused; any other refusal is a violation.</summary>
    private static readonly HashSet<string> Expected = new(StringComparer.Ordinal)
    {
        RequestFaultCode.StoreUnavailable, RequestFaultCode.Stopping, RequestFaultCode.NotOwner, RequestFaultCode.UnknownInstance,
        RequestFaultCode.InstanceExists, RequestFaultCode.InstanceFinished, RequestFaultCode.UnknownIncident, RequestFaultCode.UnknownInvocation,
        RequestFaultCode.AlreadySettled, "action_failed",
    };

    private readonly List<Outstanding> _outstanding = [];
    private readonly Dictionary<MachineAddress, long> _atLeast = [];
    private readonly StringBuilder _trace = new();

    public Random Random { get; } = new(plan.Seed);

    /// <summary>The host that everybody takes for the one there is.</summary>
    public SimulatedHost Current { get; set; } = null!;

    /// <summary>A host that everybody takes for dead, and that works on; null where there is none.</summary>
    public SimulatedHost? CutOff { get; set; }

    public List<JournalLine> Journal { get; } = [];

    /// <summary>What nobody expected to be answered.</summary>
    public List<Violation> Surprises { get; } = [];

    /// <summary>
    /// Whether the numbers of attempts may repeat: a host that starts while a clock is set back, or beside one that is cut off, may take an
    /// attempt that was begun for one that is still to come. Nothing but the number depends on that.
    /// </summary>
    public bool MayRepeatAttempts { get; set; }

    public int OutstandingCount => _outstanding.Count;

    public string Trace => _trace.ToString();

    public void Note(string what) => _trace.AppendLine(what);

    /// <summary>Asks an instance for a turn, and notes the receipt.</summary>
    public void Ask(MachineAddress address, string id, int turns, Func<InstanceHost, Task<Receipt>> ask, Action<bool> ended)
    {
        var host = CutOff is { } other && Random.Next(3) == 0 ? other : Current;
        Journal.Add(new Asked(address, id, turns));
        Note($"ask {address} {id}");
        Await(host, () => ask(host.Host), task =>
        {
            if (task is Task<Receipt> { IsCompletedSuccessfully: true } answered)
            {
                var receipt = Value.Parse(Text(answered.Result));
                Journal.Add(new Acknowledged(address, id, receipt));
                See(address, receipt["sequence"].AsInt);
                Note($"acknowledged {address} {id} as {receipt["sequence"]}");
            }

            ended(task.IsCompletedSuccessfully || (task.Exception?.InnerException is RequestRefusedException e && IsFinal(e.Fault.Code)));
        });
    }

    /// <summary>Looks at an instance, and notes how it is.</summary>
    public void Look(MachineAddress address, Action ended)
    {
        var atLeast = _atLeast.GetValueOrDefault(address);
        Await(Current, () => Current.Host.GetSnapshotAsync(address), task =>
        {
            if (task is Task<InstanceSnapshot> { IsCompletedSuccessfully: true, Result: var seen })
            {
                Journal.Add(new Looked(address, seen.Sequence, StateDigest.Of(seen.Snapshot.Span), atLeast));
                See(address, seen.Sequence);
            }

            ended();
        });
    }

    /// <summary>Does what no receipt is given for.</summary>
    public void Do(string what, Func<InstanceHost, Task> act, Action ended)
    {
        Note(what);
        Await(Current, () => act(Current.Host), _ => ended());
    }

    /// <summary>Notes that an operator gives something up; where that is refused it may come about all the same.</summary>
    public void GiveUp(Incident incident)
    {
        if (incident.Kind == IncidentKind.Delivery)
        {
            Journal.Add(new GaveUp(incident.Subject));
        }
    }

    /// <summary>Goes on with what was answered.</summary>
    public void TakeAnswers()
    {
        foreach (var ended in _outstanding.Where(o => o.Task.IsCompleted).ToList())
        {
            _outstanding.Remove(ended);
            Judge(ended.Task);
            ended.Ended(ended.Task);
        }
    }

    /// <summary>Whoever waits for a host that has died hears that it did.</summary>
    public void Abandon(SimulatedHost host)
    {
        foreach (var abandoned in _outstanding.Where(o => ReferenceEquals(o.Host, host)).ToList())
        {
            _outstanding.Remove(abandoned);
            abandoned.Ended(Task.FromException(new IOException("The connection was closed.")));
        }
    }

    private void Await(SimulatedHost host, Func<Task> begin, Action<Task> ended) => _outstanding.Add(new(host, Begin(begin), ended));

    /// <summary>What is thrown at once is an answer like any other.</summary>
    private static Task Begin(Func<Task> begin)
    {
        try
        {
            return begin();
        }
        catch (RequestRefusedException e)
        {
            return Task.FromException(e);
        }
    }

    private void Judge(Task task)
    {
        var problem = task.Exception?.InnerException;
        if (problem is not null && !(problem is RequestRefusedException refused && Expected.Contains(refused.Fault.Code)))
        {
            Note($"surprise: {problem}");
            Surprises.Add(new("answer", null, 0, $"nobody expected this answer: {problem.GetType().Name}: {problem.Message}"));
        }
    }

    private void See(MachineAddress address, long sequence) => _atLeast[address] = Math.Max(_atLeast.GetValueOrDefault(address), sequence);

    /// <summary>Whether the instance itself has refused, so that asking again is of no use.</summary>
    private static bool IsFinal(string code) => code is not (RequestFaultCode.StoreUnavailable or RequestFaultCode.Stopping or RequestFaultCode.NotOwner);

    private static string Text(Receipt receipt)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        ReceiptJson.Write(buffer, receipt);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
