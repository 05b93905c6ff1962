using System.Globalization;

namespace Stator.Bench.Durable;

/// <summary>What a measurement was called with: <c>--name value</c>, again and again.</summary>
internal sealed class Arguments(IEnumerable<string> args)
{
    private readonly Dictionary<string, string> _given = args.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    public string? Text(string name) => _given.GetValueOrDefault(name);

    public string Required(string name) => Text(name) ?? throw new ArgumentException($"'{name}' is missing.");

    public double Number(string name, double otherwise) =>
        Text(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int Count(string name, int otherwise) => (int)Number(name, otherwise);

    public TimeSpan Seconds(double otherwise = 6) => TimeSpan.FromSeconds(Number("--seconds", otherwise));
}
