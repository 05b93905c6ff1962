using System.Text.Json;

namespace Orders.Letters;

/// <summary>A letter.</summary>
/// <param name="Id">Names it: the effect of the turn that sends it.</param>
/// <param name="To">To whom.</param>
/// <param name="About">What about.</param>
/// <param name="Text">What it says.</param>
public sealed record Letter(string Id, string To, string About, string Text);

/// <summary>
/// Letters to customers and colleagues: here a file each. Its name is the letter's, so that one that is sent again after a crash is the
/// same letter; a real mail service would be given the name to do the same.
/// </summary>
public sealed class Postbox(string folder)
{
    public void Send(Letter letter)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Uri.EscapeDataString(letter.Id) + ".json");
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(letter));
        File.Move(path + ".new", path, overwrite: true);
    }

    public IEnumerable<Letter> Sent() => Directory.Exists(folder)
        ? new DirectoryInfo(folder).GetFiles("*.json").OrderBy(f => f.LastWriteTimeUtc).Select(f => JsonSerializer.Deserialize<Letter>(File.ReadAllText(f.FullName))!)
        : [];
}
