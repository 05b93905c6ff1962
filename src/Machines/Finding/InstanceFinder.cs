using System.Collections.Immutable;
using System.Globalization;
using Stator.Machines.Definitions;
using Stator.Machines.Instances;
using Stator.Machines.Secrets;
using Stator.Machines.Stores;

namespace Stator.Machines.Finding;

/// <summary>Turns what a caller looks for into what a store can look up: index terms where the machine has them, the snapshot itself elsewhere.</summary>
public sealed class InstanceFinder(IInstanceStore store, DefinitionCatalog definitions)
{
    /// <summary>The most instances of a page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>A page of instances.</summary>
    /// <exception cref="RequestRefusedException">The query is none, or names a machine that is not published.</exception>
    public async Task<InstancePage> FindAsync(InstanceQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        var filter = FilterOf(query);
        var found = await store.FindAsync(filter, cancellation).ConfigureAwait(false);
        return new(
            [.. found.Select(f => InstanceSnapshots.Of(f.Record, definitions.FindUsable(f.Record)))],
            found.Count == filter.Limit ? found[^1].Ordinal.ToString(CultureInfo.InvariantCulture) : null);
    }

    private InstanceFilter FilterOf(InstanceQuery query)
    {
        if (query.Limit is < 1 or > MaxLimit)
        {
            throw Invalid($"'limit' is {query.Limit}; it must be from 1 to {MaxLimit}.");
        }

        var after = 0L;
        if (query.After is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw Invalid($"'{cursor}' is no cursor. Give the 'next' of the page before, as it is.");
        }

        var terms = ImmutableArray.CreateBuilder<string>();
        if (query.State is { } state)
        {
            terms.Add(IndexTerms.OfState(state.TrimStart('#')));
        }

        if (query.Tag is { } tag)
        {
            terms.Add(IndexTerms.OfTag(tag));
        }

        CheckSecrets(query);
        var conditions = query.Context.Select(ConditionOf).ToImmutableArray();
        terms.AddRange(query.Context.Where(c => IsIndexed(query.Machine, c.Key)).Select(c => IndexTerms.OfContext(c.Key, c.Value)!));
        return new()
        {
            Machine = query.Machine,
            Version = query.Version,
            Status = query.Status,
            Terms = terms.ToImmutable(),
            Context = conditions,
            UpdatedAfterMs = query.UpdatedAfter?.ToUnixTimeMilliseconds(),
            UpdatedBeforeMs = query.UpdatedBefore?.ToUnixTimeMilliseconds(),
            After = after,
            Limit = query.Limit,
        };
    }

    /// <summary>What is secret cannot be guessed at by looking for it.</summary>
    private void CheckSecrets(InstanceQuery query)
    {
        var machines = query.Machine is null ? definitions.Published() : definitions.Published(query.Machine);
        if (query.Context.FirstOrDefault(c => machines.Any(m => SecretPaths.Of(m).Touches(c.Key))) is { Key: { } secret })
        {
            throw Invalid($"'context.{secret}' is secret in a machine that is looked at, and cannot be looked for. Name another machine, or another path.");
        }
    }

    /// <summary>Whether every version of the machine indexes the path: an instance of a version that does not would not be found by it.</summary>
    private bool IsIndexed(string? machine, string path) =>
        machine is not null && definitions.Published(machine) is { IsEmpty: false } versions && versions.All(v => v.Options.Index.Contains(path));

    private static ContextCondition ConditionOf(KeyValuePair<string, Statecharts.Data.Value> condition)
    {
        var path = condition.Key.Split('.').ToImmutableArray();
        return path.All(key => key.Length > 0) && IndexTerms.OfContext(condition.Key, condition.Value) is not null
            ? new(path, condition.Value)
            : throw Invalid($"'context.{condition.Key}' cannot be looked for. Name a path of keys joined by dots, and a text, number or truth value.");
    }

    private static RequestRefusedException Invalid(string message) => new(new(RequestFaultCode.InvalidRequest, message));
}
