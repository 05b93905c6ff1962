namespace Stator.Http.Security;

/// <summary>What a caller may do. Each stands for itself: none includes another.</summary>
[Flags]
public enum CallerRoles
{
    /// <summary>Nothing but to ask whether the host is well.</summary>
    None = 0,

    /// <summary>Look: definitions, instances, their history and incidents, the figures of the host.</summary>
    Read = 1,

    /// <summary>Create instances, send them events, settle external invocations.</summary>
    Send = 2,

    /// <summary>Edit a context, retry and skip incidents, dispose of instances.</summary>
    Operate = 4,

    /// <summary>Publish definitions.</summary>
    Publish = 8,

    /// <summary>All of it.</summary>
    All = Read | Send | Operate | Publish,
}

/// <summary>Roles as the words that stand in files, tokens and options.</summary>
public static class CallerRolesText
{
    private static readonly (string Word, CallerRoles Role)[] Words =
        [("read", CallerRoles.Read), ("send", CallerRoles.Send), ("operate", CallerRoles.Operate), ("publish", CallerRoles.Publish)];

    /// <summary>The words, separated by commas; <c>none</c> where there is none.</summary>
    public static string Of(CallerRoles roles) =>
        roles == CallerRoles.None ? "none" : string.Join(", ", Words.Where(w => roles.HasFlag(w.Role)).Select(w => w.Word));

    /// <summary>The role of a word; null where it is none.</summary>
    public static CallerRoles? Parse(string word)
    {
        foreach (var (known, role) in Words)
        {
            if (known == word)
            {
                return role;
            }
        }

        return null;
    }
}
