using Stator.Checking;
using Stator.Checking.Evidence;
using Stator.Machines.Stores;

namespace Stator.Torture.Processes;

/// <summary>
/// Real processes under load on a real store: servers are killed and started, and at the end the checker looks at the database and at what
/// callers and services have noted.
/// </summary>
internal sealed class ProcessRun(TortureOptions options, ServedStore store, Func<string, Mischief> mischiefOf)
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private const int LongestRest = 20;
    private const string JournalFile = "journal.jsonl";
    private const string LogFile = "servers.log";

    /// <summary>A timer that falls due while a server ends need not have fired.</summary>
    private static readonly TimeSpan RestMargin = TimeSpan.FromSeconds(2);

    /// <returns>Whether every promise was kept.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("stator-torture-").FullName;
        try
        {
            var isClean = await RunAsync(folder, cancellation).ConfigureAwait(false);
            if (!isClean && options.TraceDirectory is { } traces)
            {
                await KeepAsync(folder, traces).ConfigureAwait(false);
            }

            return isClean;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> RunAsync(string folder, CancellationToken cancellation)
    {
        using var journal = new JournalWriter(Path.Combine(folder, JournalFile));
        using var log = TextWriter.Synchronized(File.CreateText(Path.Combine(folder, LogFile)));
        var definitions = Directory.CreateDirectory(Path.Combine(folder, "machines")).FullName;
        var charge = await ChargeEndpoint.StartAsync(journal, options.Seed).ConfigureAwait(false);
        await using var endpoint = charge.ConfigureAwait(false);
        ServedMachines.Write(definitions, charge.Url);
        using var mischief = mischiefOf(definitions);
        mischief.Log = log;
        await mischief.StartAsync().ConfigureAwait(false);
        using (var load = new HttpLoad(mischief.Urls, journal, options.Seed))
        {
            await TortureAsync(mischief, load, charge, cancellation).ConfigureAwait(false);
            await load.EndAsync().ConfigureAwait(false);
            if (cancellation.IsCancellationRequested)
            {
                await options.Out.WriteLineAsync("processes: interrupted; what is left to do is done, and then it is checked").ConfigureAwait(false);
            }

            await WriteAsync(load, mischief, charge).ConfigureAwait(false);
        }

        var restedAt = await RestAsync(mischief).ConfigureAwait(false);
        journal.Dispose();
        return await CheckAsync(mischief, Journal.Read(journal.Path), restedAt).ConfigureAwait(false);
    }

    /// <summary>What callers and services noted, and what servers printed.</summary>
    private async Task KeepAsync(string folder, string traces)
    {
        var kept = Directory.CreateDirectory(Path.Combine(traces, $"processes-{options.Seed}")).FullName;
        foreach (var file in new[] { JournalFile, LogFile })
        {
            File.Copy(Path.Combine(folder, file), Path.Combine(kept, file), overwrite: true);
        }

        await options.Out.WriteLineAsync($"processes: what happened is kept in {kept}").ConfigureAwait(false);
    }

    private async Task TortureAsync(Mischief mischief, HttpLoad load, ChargeEndpoint charge, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (options.Kills is null)
        {
            ending.CancelAfter(options.Duration);
        }

        var running = mischief.RunAsync(ending.Token);
        using var timer = new PeriodicTimer(ProgressEvery);
        while (await Task.WhenAny(running, timer.WaitForNextTickAsync(CancellationToken.None).AsTask()).ConfigureAwait(false) != running)
        {
            await WriteAsync(load, mischief, charge).ConfigureAwait(false);
        }

        await running.ConfigureAwait(false);
    }

    /// <summary>Lets a server work off what is left, until the store shows that it has.</summary>
    private async Task<DateTimeOffset> RestAsync(Mischief mischief)
    {
        for (var round = 0; ; round++)
        {
            using (var timer = new PeriodicTimer(mischief.RestStep))
            {
                await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            }

            var restedAt = DateTimeOffset.UtcNow - RestMargin;
            await mischief.StopAsync().ConfigureAwait(false);
            if (round == LongestRest || await IsAtRestAsync().ConfigureAwait(false))
            {
                return restedAt;
            }

            await mischief.StartAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> IsAtRestAsync()
    {
        var opened = store.Open();
        try
        {
            return (await opened.LoadOutboxAsync(0, 1, CancellationToken.None).ConfigureAwait(false)).Count == 0;
        }
        finally
        {
            await CloseAsync(opened).ConfigureAwait(false);
        }
    }

    private async Task<bool> CheckAsync(Mischief mischief, Journal journal, DateTimeOffset restedAt)
    {
        await options.Out.WriteLineAsync("processes: checking").ConfigureAwait(false);
        var opened = store.Open();
        try
        {
            var report = await new StoreChecker(opened, journal, new() { RestedAt = restedAt }).CheckAsync(CancellationToken.None).ConfigureAwait(false);
            foreach (var violation in report.Violations.Select(v => v.ToString()).Concat(mischief.Surprises).Take(40))
            {
                await options.Out.WriteLineAsync($"violation: {violation}").ConfigureAwait(false);
            }

            var count = report.ViolationCount + mischief.Surprises.Count;
            await options.Out.WriteLineAsync(
                $"processes: checked {report.Instances} instances, {report.Turns} turns, {report.Acknowledged} acknowledged, {report.Timers} timers, "
                + $"{report.Sends} sends, {report.Services} services: {count} violations").ConfigureAwait(false);
            return count == 0;
        }
        finally
        {
            await CloseAsync(opened).ConfigureAwait(false);
        }
    }

    private Task WriteAsync(HttpLoad load, Mischief mischief, ChargeEndpoint charge) => options.Out.WriteLineAsync(
        $"processes: {load.Acknowledged} acknowledged, {load.Unconfirmed} sent again, {load.Refused} refused, {charge.Calls} service calls; {mischief}");

    private static async Task CloseAsync(IDurableStore store)
    {
        switch (store)
        {
            case IAsyncDisposable closing:
                await closing.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable closing:
                closing.Dispose();
                break;
        }
    }
}
