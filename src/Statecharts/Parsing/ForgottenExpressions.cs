using System.Text.RegularExpressions;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Parsing;

/// <summary>Text that was probably meant to be evaluated, where it is taken as it stands.</summary>
internal static partial class ForgottenExpressions
{
    /// <summary>What people write for <c>@expr</c> that is not near it.</summary>
    private static readonly string[] OtherSpellings = ["@expression", "@cel", "@code"];

    /// <summary>A guard's name.</summary>
    public static void CheckGuard(ParseScope scope, SourceValue name)
    {
        if (BeginsWithVariable().IsMatch(name.Text) || Comparison().IsMatch(name.Text))
        {
            scope.Warning(
                DiagnosticCode.ForgottenExpression, name.Place, $"'{Quoted.Short(name.Text)}' is the name of a guard in code, but looks like an expression",
                "Write {\"@expr\": \"…\"} to have it evaluated.");
        }
    }

    /// <summary>Data, as far as expressions could stand in it.</summary>
    public static void CheckData(ParseScope scope, SourceValue value)
    {
        if (TemplateParser.IsExpression(value))
        {
            return;
        }

        if (value.IsString && BeginsWithVariable().IsMatch(value.Text))
        {
            scope.Warning(
                DiagnosticCode.ForgottenExpression, value.Place, $"'{Quoted.Short(value.Text)}' is a plain string here, but looks like an expression",
                "Write {\"@expr\": \"…\"} to have it evaluated.");
        }

        // What stands behind a key such as '@exp' has had its word.
        foreach (var child in value.Children.Where(c => c.Key is not ['@', ..]))
        {
            CheckData(scope, child);
        }
    }

    /// <summary>The keys of an object that is no expression. Others that begin with <c>@</c>, such as those of JSON-LD, are the author's.</summary>
    public static void CheckKeys(ParseScope scope, SourceValue value)
    {
        foreach (var member in value.Children.Where(m => m.Key!.StartsWith('@') && m.Key != "@lang"))
        {
            var meant = Array.IndexOf(OtherSpellings, member.Key) >= 0 ? "@expr" : NearestName.Of(member.Key!, ["@expr", "@lang"]);
            if (meant is not null)
            {
                scope.Warning(
                    DiagnosticCode.UnknownMark, member.KeyPlace, $"'{member.Key}' means nothing here, so this object is plain data; did you mean '{meant}'?",
                    "An expression is {\"@expr\": \"…\"}, with '@lang' beside it if need be.");
            }
        }
    }

    [GeneratedRegex(@"^!?(?:context|event)\.[A-Za-z_]", RegexOptions.CultureInvariant)]
    private static partial Regex BeginsWithVariable();

    /// <summary>An operator between spaces; not those that words are joined with.</summary>
    [GeneratedRegex(@"\s(?:[=!]==?|[<>]=?|&&|\|\||\+)\s", RegexOptions.CultureInvariant)]
    private static partial Regex Comparison();
}
