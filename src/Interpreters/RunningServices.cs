using Stator.Statecharts.Effects;
using Stator.Statecharts.Snapshots;

namespace Stator.Interpreters;

/// <summary>The services that ran when a snapshot was taken, as the effects that start them again.</summary>
internal static class RunningServices
{
    public static IEnumerable<StartService> In(Snapshot snapshot) => In(snapshot, "");

    private static IEnumerable<StartService> In(Snapshot snapshot, string path)
    {
        foreach (var invocation in snapshot.Invocations)
        {
            if (invocation.Child is { } child)
            {
                var step = invocation.Id.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
                foreach (var inner in In(child, $"{path}/{step}"))
                {
                    yield return inner;
                }
            }
            else if (!invocation.IsSettled)
            {
                yield return new(path, invocation.Number, invocation.Id, invocation.Source, invocation.Input, invocation.Definition?.Retry);
            }
        }
    }
}
