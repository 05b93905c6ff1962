using System.Xml.Linq;

namespace Stator.House.Tests;

/// <summary>A project of src.</summary>
/// <param name="Path">Relative to the root, with slashes.</param>
/// <param name="Name">The name of the project file.</param>
/// <param name="AssemblyName">What it builds.</param>
/// <param name="References">The names of the projects it refers to.</param>
internal sealed record ProjectFile(string Path, string Name, string AssemblyName, IReadOnlyList<string> References)
{
    public static ProjectFile Parse(string path, string xml)
    {
        var document = XDocument.Parse(xml);
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return new(
            path,
            name,
            document.Descendants("AssemblyName").SingleOrDefault()?.Value ?? $"Stator.{name}",
            [.. document.Descendants("ProjectReference").Select(reference => NameOf(reference.Attribute("Include")!.Value))]);
    }

    private static string NameOf(string include) => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/'));
}
