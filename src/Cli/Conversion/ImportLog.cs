namespace Stator.Cli.Conversion;

/// <summary>Something that could not be carried over.</summary>
/// <param name="Pointer">Where in the converted machine.</param>
/// <param name="Message">What was there.</param>
/// <param name="Remedy">What to write instead.</param>
internal sealed record ImportWarning(string Pointer, string Message, string Remedy);

/// <summary>Collects what could not be carried over, and names what stands in its place.</summary>
internal sealed class ImportLog
{
    /// <summary>An export in which every function leaves its text, and those that XState made all they are made of.</summary>
    public const string FullExport =
        "JSON.stringify(machine.config, (key, value) => typeof value === 'function' ? { '@code': String(value), ...value } : value)";

    private readonly List<ImportWarning> _warnings = [];
    private readonly Dictionary<string, int> _numbers = [];

    public IReadOnlyList<ImportWarning> Warnings => _warnings;

    /// <summary>Whether JSON has null where a function stood; then other functions may have gone without a trace.</summary>
    public bool HasLostFunctions { get; set; }

    public void Warn(string pointer, string message, string remedy) => _warnings.Add(new(pointer, message, remedy));

    /// <summary>A name for what has none: <c>inlineAction1</c>, <c>inlineAction2</c>, …</summary>
    public string NextName(string prefix) => prefix + (_numbers[prefix] = _numbers.GetValueOrDefault(prefix) + 1);
}
