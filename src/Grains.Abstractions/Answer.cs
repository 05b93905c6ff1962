namespace Stator.Grains.Abstractions;

/// <summary>
/// What a grain answers: a value, or why the request was refused. A refusal is an answer and no exception, so that it comes whole, with its
/// code, place and diagnostics, also between silos of different versions.
/// </summary>
/// <typeparam name="T">The value.</typeparam>
[GenerateSerializer, Immutable, Alias("stator.Answer`1")]
public sealed record Answer<T>
{
    /// <summary>The value; unset where the request was refused.</summary>
    [Id(0)]
    public T? Value { get; init; }

    /// <summary>Why it was refused; null where it was not.</summary>
    [Id(1)]
    public RequestFault? Fault { get; init; }

    /// <summary>
    /// Whether nothing was done because the grain was just losing its place: the same request finds it elsewhere, so the client sends it again.
    /// </summary>
    [Id(2)]
    public bool MustAskAgain { get; init; }

    /// <summary>The value.</summary>
    /// <exception cref="RequestRefusedException">It was refused.</exception>
    public T Required => Fault is null ? Value! : throw new RequestRefusedException(Fault);

    /// <summary>What kind of answer it is: Orleans writes it into logs, where the value has no place.</summary>
    public override string ToString() => Fault is { } fault ? $"refused: {fault.Code}" : MustAskAgain ? "must be asked again" : typeof(T).Name;
}

/// <summary>Makes answers.</summary>
public static class Answer
{
    /// <summary>An answer with a value.</summary>
    public static Answer<T> Of<T>(T value) => new() { Value = value };

    /// <summary>A refusal.</summary>
    public static Answer<T> Refused<T>(RequestFault fault) => new() { Fault = fault };

    /// <summary>What a call comes to, its refusal included.</summary>
    public static async Task<Answer<T>> From<T>(Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return Of(await call());
        }
        catch (RequestRefusedException e)
        {
            return Refused<T>(e.Fault);
        }
    }
}
