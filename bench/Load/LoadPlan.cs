using System.Globalization;
using System.Net;

namespace Stator.Bench.Load;

/// <summary>What to send where, and for how long.</summary>
/// <param name="Target">Who is asked.</param>
/// <param name="Prefix">Before the number in each key. Keys must be new: what was counted is compared with what was sent.</param>
/// <param name="Keys">How many instances there are.</param>
/// <param name="Connections">How many senders there are; each waits for its answer before it sends again.</param>
/// <param name="Warmup">How long it goes on before anything counts.</param>
/// <param name="Duration">How long it is measured.</param>
/// <param name="ProcessIds">Whose processor time is counted, with all that they started.</param>
internal sealed record LoadPlan(
    IPEndPoint Target, string Prefix, int Keys, int Connections, TimeSpan Warmup, TimeSpan Duration, IReadOnlyList<int> ProcessIds)
{
    public const string Usage =
        "usage: load --target 127.0.0.1:8080 --prefix TEXT [--keys 1000] [--connections 64] [--warmup 2] [--seconds 6] [--cpu PID,PID]";

    /// <summary>Null where the arguments are not understood.</summary>
    public static LoadPlan? Parse(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            given[args[i]] = args[i + 1];
        }

        string[] known = ["--target", "--prefix", "--keys", "--connections", "--warmup", "--seconds", "--cpu"];
        if (args.Length % 2 != 0 || given.Keys.Except(known).Any() || !IPEndPoint.TryParse(given.GetValueOrDefault("--target", ""), out var target)
            || !given.TryGetValue("--prefix", out var prefix))
        {
            return null;
        }

        return new(
            target, prefix, (int)Number("--keys", 1000), (int)Number("--connections", 64), TimeSpan.FromSeconds(Number("--warmup", 2)),
            TimeSpan.FromSeconds(Number("--seconds", 6)),
            [.. given.GetValueOrDefault("--cpu", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);

        double Number(string name, double otherwise) =>
            given.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
    }
}
