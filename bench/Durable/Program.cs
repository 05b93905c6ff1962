using System.Text.Json;
using Stator.Bench.Durable;

// Prints what it measured as one line of JSON.
var arguments = new Arguments(args.Skip(1));
object? result = args.FirstOrDefault() switch
{
    "send" => await SendRun.MeasureAsync(arguments).ConfigureAwait(false),
    "timers" => await TimerRun.MeasureAsync(arguments).ConfigureAwait(false),
    "seed" => await Seed.RunAsync(arguments).ConfigureAwait(false),
    "bare-batches" => await BareBatches.MeasureAsync(arguments).ConfigureAwait(false),
    "bare-commits" => await BareCommits.MeasureAsync(arguments).ConfigureAwait(false),
    _ => null,
};
if (result is null)
{
    Console.Error.WriteLine("""
        usage: durable send --connection TEXT | --data DIR [--keys 1000] [--senders 64] [--seconds 6] [--batches FILE]
               durable timers --connection TEXT | --data DIR --timers N --within SECONDS
               durable seed --connection TEXT | --data DIR --instances N --timers N
               durable bare-batches --connection TEXT --batches FILE [--writers 1] [--keys 1000] [--seconds 6]
               durable bare-commits --connection TEXT [--seconds 6]
        """);
    return 2;
}

Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
return 0;
