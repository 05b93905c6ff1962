namespace Stator.Statecharts.Schemas.Keywords;

/// <summary>Why a value fits none of several alternatives, in the words of the first few.</summary>
internal sealed class Misfits
{
    private const int Shown = 3;

    /// <summary>Alternatives within alternatives would otherwise make a message of any length.</summary>
    private const int LongestReason = 200;

    private readonly List<SchemaViolation> _first = [];
    private int _count;

    public void Add(SchemaViolation misfit)
    {
        _count++;
        if (_first.Count < Shown)
        {
            _first.Add(misfit);
        }
    }

    /// <summary>The reasons, with places relative to where the alternatives were tried.</summary>
    public string Say(string pointer)
    {
        var reasons = _first.Select(misfit => SchemaWords.Cut(
            misfit.Pointer.Length > pointer.Length ? $"{misfit.Pointer[pointer.Length..]} {misfit.Message}" : misfit.Message,
            LongestReason));
        return $"fits none: it {string.Join("; or it ", reasons)}{(_count > Shown ? "; or …" : "")}";
    }
}
