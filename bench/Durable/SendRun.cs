using System.Diagnostics;
using System.Globalization;
using Stator.Machines;
using Stator.Statecharts;

namespace Stator.Bench.Durable;

/// <summary>
/// Senders in the process of the host, each of which waits for its receipt before it sends again. Writes down how many turns shared
/// each transaction, so that a bare program can do the same.
/// </summary>
internal static class SendRun
{
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    public static async Task<object> MeasureAsync(Arguments arguments)
    {
        var (keys, senders) = (arguments.Count("--keys", 1000), arguments.Count("--senders", 64));
        var batches = new List<int>();
        var host = await Host.StartAsync(arguments, commits => batches.Add(commits.Count)).ConfigureAwait(false);
        await using var disposal = host.ConfigureAwait(false);
        var addresses = Enumerable.Range(0, keys).Select(k => new MachineAddress("counter", $"k{k}")).ToArray();
        await Task.WhenAll(addresses.Select(a => host.Instances.CreateAsync(a, new()))).ConfigureAwait(false);

        var sent = new long[keys];
        await SendAsync(host.Instances, addresses, senders, sent, Warmup).ConfigureAwait(false);
        batches.Clear();
        var began = Stopwatch.GetTimestamp();
        var latencies = await SendAsync(host.Instances, addresses, senders, sent, arguments.Seconds()).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        await CheckAsync(host.Instances, addresses, sent).ConfigureAwait(false);
        if (arguments.Text("--batches") is { } file)
        {
            await File.WriteAllLinesAsync(file, batches.Select(b => b.ToString(CultureInfo.InvariantCulture))).ConfigureAwait(false);
        }

        return new
        {
            EventsPerSecond = latencies.Count / seconds, P50Ms = latencies.Percentile(50), P99Ms = latencies.Percentile(99), TurnsPerTransaction = batches.Average(),
        };
    }

    /// <summary>The latencies in milliseconds, sorted.</summary>
    private static async Task<List<double>> SendAsync(
        IMachineClient client, MachineAddress[] addresses, int senders, long[] sent, TimeSpan duration)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, senders).Select(s => Task.Run(() => SendAsync(s)))).ConfigureAwait(false);
        var latencies = all.SelectMany(l => l).ToList();
        latencies.Sort();
        return latencies;

        async Task<List<double>> SendAsync(int sender)
        {
            var mine = new List<double>();
            var request = new SendRequest(new Event("INC"));
            for (var next = sender; Stopwatch.GetElapsedTime(began) < duration; next += senders)
            {
                var key = next % addresses.Length;
                var sentAt = Stopwatch.GetTimestamp();
                await client.SendAsync(addresses[key], request).ConfigureAwait(false);
                mine.Add(Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds);
                Interlocked.Increment(ref sent[key]);
            }

            return mine;
        }
    }

    /// <summary>What is faster by losing or doubling events is not faster.</summary>
    private static async Task CheckAsync(IMachineClient client, MachineAddress[] addresses, long[] sent)
    {
        for (var key = 0; key < addresses.Length; key++)
        {
            var snapshot = await client.GetSnapshotAsync(addresses[key]).ConfigureAwait(false);
            if (snapshot.Sequence != sent[key] + 1)
            {
                throw new InvalidOperationException($"{addresses[key]} acknowledged {sent[key]} events and has had {snapshot.Sequence} turns, its start included.");
            }
        }
    }
}
