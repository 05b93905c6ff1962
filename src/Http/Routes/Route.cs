using System.Collections.Immutable;
using Stator.Http.Security;

namespace Stator.Http.Routes;

/// <summary>One route: what reaches it, who may, what it does, and how it is described. <see cref="RouteTable"/> has all of them.</summary>
/// <param name="Id">Its name in the OpenAPI document.</param>
/// <param name="Methods">Its methods, separated by blanks.</param>
/// <param name="Pattern">Its path.</param>
/// <param name="Role">What a caller must be allowed to; <see cref="CallerRoles.None"/> where anybody may.</param>
/// <param name="Handle">What it does.</param>
/// <param name="Summary">What it does, in words.</param>
internal sealed record Route(string Id, string Methods, string Pattern, CallerRoles Role, Func<Call, Task> Handle, string Summary)
{
    /// <summary>The query parameters it takes; any other one is refused.</summary>
    public ImmutableArray<QueryParameter> Query { get; init; } = [];

    /// <summary>The schema of its body; null where it takes none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether <c>Idempotency-Key</c> names the request.</summary>
    public bool HasEventId { get; init; }

    /// <summary>What it answers when all is well.</summary>
    public RouteAnswer Answer { get; init; } = new(200, null);

    public string[] MethodList => Methods.Split(' ');
}

/// <summary>What a route answers when all is well.</summary>
/// <param name="Status">The status.</param>
/// <param name="Schema">The schema of its body; null where there is none, or it is no JSON.</param>
/// <param name="ContentType">The type of its body.</param>
internal sealed record RouteAnswer(int Status, string? Schema, string ContentType = "application/json");

/// <summary>A query parameter of a route.</summary>
/// <param name="Name">Its name; one that ends with <c>*</c> stands for all that begin like it.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Type">Its JSON type.</param>
internal sealed record QueryParameter(string Name, string Meaning, string Type = "string")
{
    public bool Matches(string name) => Name.EndsWith('*')
        ? name.AsSpan().StartsWith(Name.AsSpan(0, Name.Length - 1), StringComparison.OrdinalIgnoreCase)
        : name.Equals(Name, StringComparison.OrdinalIgnoreCase);
}
