using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Stator.Bench.Load;

/// <summary>
/// Sends events from many connections and waits for each answer, all on one thread that sleeps when there is nothing to read: it
/// shares the processors with those it measures, so it must cost little.
/// </summary>
internal sealed class LoadRun : IDisposable
{
    private const int CheckedKeys = 50;

    private readonly LoadPlan _plan;
    private readonly Readiness _readiness;
    private readonly Connection[] _connections;
    private readonly byte[][] _sends;
    private readonly long[] _acknowledged;

    public LoadRun(LoadPlan plan)
    {
        _plan = plan;
        _readiness = new();
        _connections = [.. Enumerable.Range(0, plan.Connections).Select(i => new Connection(plan.Target, i))];
        _sends = [.. Enumerable.Range(0, plan.Keys).Select(k => Request(k, "send", """{"event":{"type":"INC"}}"""))];
        _acknowledged = new long[plan.Keys];
        foreach (var connection in _connections)
        {
            _readiness.Add(connection);
        }
    }

    public LoadResult Measure()
    {
        CreateAll();
        SendUntil(_plan.Warmup, latencies: null);
        var cpuBefore = ProcessorTime.Of(_plan.ProcessIds);
        var ownBefore = Process.GetCurrentProcess().TotalProcessorTime;
        var latencies = new List<int>(1 << 20);
        var seconds = SendUntil(_plan.Duration, latencies);
        var own = Process.GetCurrentProcess().TotalProcessorTime - ownBefore;
        var cpu = ProcessorTime.Of(_plan.ProcessIds) - cpuBefore;
        Drain();
        CheckCounts();
        return new(latencies, seconds, cpu, own);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }

        _readiness.Dispose();
    }

    private void CreateAll()
    {
        for (var next = 0; next < _plan.Keys;)
        {
            var used = Math.Min(_connections.Length, _plan.Keys - next);
            for (var i = 0; i < used; i++)
            {
                _connections[i].Send(Request(next++, "create", ""), key: -1);
            }

            Drain();
        }
    }

    /// <summary>Each connection goes round keys of its own, as far as there are enough, so that nobody waits for a neighbour by chance.</summary>
    private double SendUntil(TimeSpan duration, List<int>? latencies)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var connection in _connections)
        {
            if (!connection.IsWaiting)
            {
                SendNext(connection);
            }
        }

        while (true)
        {
            foreach (var connection in _readiness.Wait(_connections))
            {
                if (!connection.TryReceive())
                {
                    continue;
                }

                Count(connection);
                latencies?.Add((int)connection.Elapsed.TotalMicroseconds);
                SendNext(connection);
            }

            if (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed >= duration)
            {
                return elapsed.TotalSeconds;
            }
        }
    }

    private void SendNext(Connection connection)
    {
        var key = (int)((connection.Number + (connection.Rounds++ * _connections.Length)) % _plan.Keys);
        connection.Send(_sends[key], key);
    }

    /// <summary>Takes the answers that are still to come.</summary>
    private void Drain()
    {
        while (_connections.Any(c => c.IsWaiting))
        {
            foreach (var connection in _readiness.Wait(_connections))
            {
                if (connection.TryReceive())
                {
                    Count(connection);
                }
            }
        }
    }

    private void Count(Connection connection)
    {
        if (!connection.IsSuccess)
        {
            throw new InvalidOperationException($"The answer was no success: {connection.Answer}");
        }

        if (connection.Key >= 0)
        {
            _acknowledged[connection.Key]++;
        }
    }

    /// <summary>What is faster by losing or doubling events is not faster: some counters are asked what they have counted.</summary>
    private void CheckCounts()
    {
        for (var key = 0; key < Math.Min(CheckedKeys, _plan.Keys); key++)
        {
            _connections[0].Send(Request(key, "snapshot", ""), key: -1);
            Drain();
            var expected = string.Create(CultureInfo.InvariantCulture, $"\"count\":{_acknowledged[key]},");
            if (!_connections[0].Answer.Contains(expected, StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Instance {key} acknowledged {_acknowledged[key]} events, and says: {_connections[0].Answer}");
            }
        }
    }

    private byte[] Request(int key, string verb, string body) => Encoding.ASCII.GetBytes(
        $"POST /counter/{_plan.Prefix}{key}/{verb} HTTP/1.1\r\nHost: {_plan.Target}\r\n"
        + (body.Length > 0 ? "Content-Type: application/json\r\n" : "") + $"Content-Length: {body.Length}\r\n\r\n{body}");
}
