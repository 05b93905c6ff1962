using System.Text.RegularExpressions;

namespace Stator.Torture.Plants;

/// <summary>The plants as they are named on a command line: <c>answer-before-commit</c>.</summary>
internal static partial class PlantNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<Plant>().Select(Of)];

    public static string Of(Plant plant) => Word().Replace(plant.ToString(), "-$0")[1..].ToLowerInvariant();

    public static Plant? Find(string name) => Enum.GetValues<Plant>().Cast<Plant?>().FirstOrDefault(plant => Of(plant!.Value) == name);

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Word();
}
