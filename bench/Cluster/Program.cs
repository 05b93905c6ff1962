using System.Diagnostics;
using System.Text.Json;
using Stator.Bench.Cluster;
using Stator.Bench.Durable;
using Stator.Machines;
using Stator.Statecharts;

// Senders in the process of a silo, each of which waits for its answer before it asks again. Prints what it measured as one line of JSON.
var arguments = new Arguments(args.Skip(1));
var (keys, senders) = (arguments.Count("--keys", 1000), arguments.Count("--senders", 64));
var warmup = TimeSpan.FromSeconds(arguments.Number("--warmup", 15));
var what = args.FirstOrDefault();
if (what is not ("bare-write" or "bare-read" or "write" or "read"))
{
    Console.Error.WriteLine("usage: cluster bare-write|bare-read|write|read --connection TEXT [--storage rows|adonet] [--keys 1000] [--senders 64] [--seconds 6]");
    return 2;
}

var silo = await OneSilo.StartAsync(arguments, inRows: arguments.Text("--storage") is null or "rows").ConfigureAwait(false);
await using var disposal = silo.ConfigureAwait(false);
var addresses = Enumerable.Range(0, keys).Select(k => new MachineAddress("counter", $"k{k}")).ToArray();
var increment = new SendRequest(new Event("INC"));
if (what is "write" or "read")
{
    await Parallel.ForEachAsync(addresses, async (address, _) => await silo.Machines.CreateAsync(address, new CreateRequest()).ConfigureAwait(false)).ConfigureAwait(false);
}

Func<int, Task> call = what switch
{
    "bare-write" => key => silo.Grains.GetGrain<IBareGrain>($"k{key}").WriteAsync(),
    "bare-read" => key => silo.Grains.GetGrain<IBareGrain>($"k{key}").ReadAsync(),
    "write" => key => silo.Machines.SendAsync(addresses[key], increment),
    _ => key => silo.Machines.GetSnapshotAsync(addresses[key]),
};
var warm = await CallAsync(warmup).ConfigureAwait(false);
var (calls, seconds) = await CallAsync(arguments.Seconds()).ConfigureAwait(false);
if (what == "write")
{
    // What is faster by losing or doubling events is not faster.
    var counted = 0L;
    foreach (var address in addresses)
    {
        counted += (await silo.Machines.GetSnapshotAsync(address).ConfigureAwait(false)).Sequence - 1;
    }

    if (counted != warm.Calls + calls)
    {
        throw new InvalidOperationException($"{warm.Calls + calls} events were acknowledged, and {counted} were counted.");
    }
}

Console.WriteLine(JsonSerializer.Serialize(new { PerSecond = calls / seconds }, JsonSerializerOptions.Web));
return 0;

async Task<(long Calls, double Seconds)> CallAsync(TimeSpan duration)
{
    var began = Stopwatch.GetTimestamp();
    var all = await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(async () =>
    {
        var mine = 0L;
        for (var next = sender; Stopwatch.GetElapsedTime(began) < duration; next += senders)
        {
            await call(next % keys).ConfigureAwait(false);
            mine++;
        }

        return mine;
    }))).ConfigureAwait(false);
    return (all.Sum(), Stopwatch.GetElapsedTime(began).TotalSeconds);
}
