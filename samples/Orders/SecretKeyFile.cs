using System.Security.Cryptography;

namespace Orders;

/// <summary>
/// The key that what is secret is encrypted with. A real application gets it from where its other secrets come from; this one makes it
/// once, in a file that only its user may read.
/// </summary>
internal static class SecretKeyFile
{
    public static string ReadOrMake(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "secret.key");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, "");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }

        return File.ReadAllText(path).Trim();
    }
}
