using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading;

namespace Stator.Statecharts.Interpretation;

/// <summary>
/// What has been worked out about one chart: its configurations, each once, and through them selectors and microstep plans. The
/// structural part of a microstep is a pure function of configuration and transitions, so it is computed by the SCXML procedures once
/// and looked up afterwards. Bounded; what does not fit is computed again each time.
/// </summary>
internal sealed class PlanCache
{
    private const int MaxConfigurations = 4096;
    private const int MaxKnown = 16;

    private static int _count;

    private readonly MachineDefinition _definition;
    private readonly FrozenDictionary<string, int> _eventIndexes;
    private readonly ConcurrentDictionary<ConfigurationKey, Configuration> _configurations = new();
    private Configuration[] _known = [];
    private MicrostepPlan? _initial;

    public PlanCache(MachineDefinition definition)
    {
        _definition = definition;
        var descriptors = definition.Nodes.SelectMany(n => n.On).Select(e => e.Descriptor).ToHashSet(StringComparer.Ordinal);
        HasWildcards = descriptors.Any(d => d.EndsWith('*'));
        var index = 0;
        _eventIndexes = descriptors.Where(d => !d.EndsWith('*')).ToFrozenDictionary(d => d, _ => index++, StringComparer.Ordinal);
        SnapshotJson = new(() => new Snapshots.SnapshotTexts(definition));
    }

    /// <summary>Tells this cache from others, so that an event can remember its number here.</summary>
    public int Identity { get; } = Interlocked.Increment(ref _count);

    /// <summary>Whether any node listens to more than exact names.</summary>
    public bool HasWildcards { get; }

    public int EventCount => _eventIndexes.Count;

    /// <summary>The fixed parts of this machine's snapshots as text.</summary>
    public Lazy<Snapshots.SnapshotTexts> SnapshotJson { get; }

    /// <summary>The microstep that enters the root. It is the same at every start.</summary>
    public MicrostepPlan Initial => _initial ??= MicrostepPlanner.PlanInitial(_definition);

    /// <summary>The first configurations that came up, in that order.</summary>
    public ReadOnlySpan<Configuration> Known => _known;

    /// <summary>The event's number where a node listens to exactly this name, else -1.</summary>
    public int EventIndex(string eventType) => _eventIndexes.GetValueOrDefault(eventType, -1);

    /// <summary>The configuration of these active nodes.</summary>
    public Configuration Intern(ulong[] bits)
    {
        var key = new ConfigurationKey(bits);
        if (_configurations.TryGetValue(key, out var known))
        {
            return known;
        }

        var created = new Configuration(_definition, bits);
        if (_configurations.Count >= MaxConfigurations)
        {
            return created;
        }

        var kept = _configurations.GetOrAdd(key, created);
        if (ReferenceEquals(kept, created) && _known.Length < MaxKnown)
        {
            // One lost in a race is only not among the first.
            Volatile.Write(ref _known, [.. _known, kept]);
        }

        return kept;
    }

    private readonly struct ConfigurationKey(ulong[] bits) : IEquatable<ConfigurationKey>
    {
        private readonly ulong[] _bits = bits;

        public bool Equals(ConfigurationKey other) => _bits.AsSpan().SequenceEqual(other._bits);

        public override bool Equals(object? obj) => obj is ConfigurationKey other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (var word in _bits)
            {
                hash.Add(word);
            }

            return hash.ToHashCode();
        }
    }
}
