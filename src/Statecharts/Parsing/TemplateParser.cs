using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts.Parsing;

/// <summary>Reads values in which <c>{"@expr": …}</c> may stand.</summary>
internal sealed class TemplateParser(ParseScope scope, SourceValue? defaultLanguage)
{
    private const ExpressionVariables Running = ExpressionVariables.Context | ExpressionVariables.Event;

    public static bool IsExpression(SourceValue value) => value.IsObject && value["@expr"] is not null;

    public Template Parse(SourceValue value, ExpressionVariables variables = Running)
    {
        var template = Read(value, variables);
        if (template is Template.Constant { Value: var constant } && !JsonNesting.IsPlain(constant))
        {
            scope.Error(
                DiagnosticCode.TooDeep, value.Place, $"this value nests deeper than {JsonNesting.Max} levels, the limit of data",
                "Flatten it: data that nests deeper could not be read back from a snapshot.");
        }

        return template;
    }

    /// <summary>The patch of an assign: an object member by member, or one expression that yields an object.</summary>
    public Template ParsePatch(SourceValue value)
    {
        if (IsExpression(value))
        {
            return Parse(value);
        }

        if (!scope.RequireObject(value, "a context patch"))
        {
            return Template.Null;
        }

        ForgottenExpressions.CheckKeys(scope, value);
        ForgottenExpressions.CheckData(scope, value);
        return new Template.Object([.. value.Children.Select(m => KeyValuePair.Create(m.Key!, Parse(m)))]);
    }

    /// <summary>What code is given with an action or a guard.</summary>
    public Template ParseParams(SourceValue value)
    {
        ForgottenExpressions.CheckData(scope, value);
        return Parse(value);
    }

    /// <summary>An event: an object with a <c>type</c> that is a string or an expression.</summary>
    public EventTemplate ParseEvent(SourceValue owner)
    {
        if (owner["event"] is not { } value)
        {
            scope.Error(DiagnosticCode.MissingKey, owner.Place, $"'event' is missing on the action '{owner["type"]?.Text}'", "Add \"event\": {\"type\": \"NAME\"}.");
            return new(Template.Null, null);
        }

        if (!IsExpression(value) && !(value["type"] is { } type && ((type.IsString && type.Text.Length > 0) || IsExpression(type))))
        {
            scope.Error(DiagnosticCode.WrongType, value.Place, "an event must be an object with a non-empty string 'type'", "Write {\"type\": \"NAME\", …}.");
            return new(Template.Null, null);
        }

        var template = Parse(value);
        return new(template, template is Template.Constant constant ? Event.FromValue(constant.Value) : null);
    }

    public Expression? ParseExpression(SourceValue value, ExpressionVariables variables = Running)
    {
        var text = value["@expr"]!;
        foreach (var other in value.Children.Where(m => m.Key is not ("@expr" or "@lang")))
        {
            scope.Error(DiagnosticCode.UnknownKey, other.KeyPlace, $"'{other.Key}' stands beside '@expr'", "An expression has only '@expr' and, if need be, '@lang'.");
        }

        if (!text.IsString)
        {
            scope.Error(DiagnosticCode.WrongType, text.Place, $"'@expr' must be a string, but this is {text.Describe()}", "Write the expression in quotes.");
            return null;
        }

        var language = value["@lang"] ?? defaultLanguage;
        return language is null or { IsString: true, Text: "cel" }
            ? ParseCel(text, variables)
            : ParseOther(language, text);
    }

    private Template Read(SourceValue value, ExpressionVariables variables)
    {
        if (IsExpression(value))
        {
            return ParseExpression(value, variables) is { } expression ? new Template.Computed(expression) : Template.Null;
        }

        switch (value.Kind)
        {
            case ValueKind.Object:
                ForgottenExpressions.CheckKeys(scope, value);
                return ObjectOf([.. value.Children.Select(m => KeyValuePair.Create(m.Key!, Read(m, variables)))]);
            case ValueKind.List:
                return ListOf([.. value.Children.Select(i => Read(i, variables))]);
            default:
                return new Template.Constant(value.Scalar);
        }
    }

    private Expression? ParseCel(SourceValue text, ExpressionVariables variables)
    {
        var result = ExpressionParser.Parse(text.Text, variables);
        foreach (var problem in result.Problems)
        {
            scope.Error(
                DiagnosticCode.BadExpression, text.Place, $"the expression '{Quoted.Short(text.Text)}' cannot be read at character {problem.Offset + 1}: {problem.Message}",
                problem.Remedy);
        }

        if (result.Expression is { } expression)
        {
            scope.Expressions.Add(new(expression, text.Place, variables.HasFlag(ExpressionVariables.Context)));
            foreach (var reference in expression.StateReferences)
            {
                CheckState(reference.Reference, text, variables);
            }
        }

        return result.Expression;
    }

    private void CheckState(string reference, SourceValue text, ExpressionVariables variables)
    {
        if (variables.HasFlag(ExpressionVariables.Context))
        {
            StateReferences.Find(scope, reference, text.Place);
        }
        else
        {
            scope.Error(
                DiagnosticCode.BadExpression, text.Place, $"the expression '{Quoted.Short(text.Text)}' asks for an active state, but none is active yet",
                "The initial context sees only 'input'; set the value in an 'entry' action.");
        }
    }

    private Expression? ParseOther(SourceValue language, SourceValue text)
    {
        if (!language.IsString || !scope.Options.Languages.TryGetValue(language.Text, out var registered))
        {
            var name = language.IsString ? $"'{language.Text}'" : language.Describe();
            scope.Error(
                DiagnosticCode.UnknownLanguage, language.Place, $"the expression language {name} is not known",
                "Use \"cel\", which is the default, or register the language in 'ParseOptions.Languages'.");
            return null;
        }

        try
        {
            return Expression.Foreign(text.Text, registered.Compile(text.Text));
        }
        catch (FormatException e)
        {
            scope.Error(DiagnosticCode.BadExpression, text.Place, $"the expression '{Quoted.Short(text.Text)}' cannot be read: {e.Message}", $"Mend it; its language is '{language.Text}'.");
            return null;
        }
    }

    /// <summary>Made of the constants below it: to read each level from the document again would cost the depth times the size.</summary>
    private static Template ObjectOf(List<KeyValuePair<string, Template>> members)
    {
        if (!members.TrueForAll(m => m.Value.IsConstant))
        {
            return new Template.Object(members);
        }

        var builder = new ObjectBuilder(members.Count);
        foreach (var (key, value) in members)
        {
            builder.Set(key, ((Template.Constant)value).Value);
        }

        return new Template.Constant(builder.Build());
    }

    private static Template ListOf(ImmutableArray<Template> items) => items.All(i => i.IsConstant)
        ? new Template.Constant(ListValue.Owning([.. items.Select(i => ((Template.Constant)i).Value)]))
        : new Template.List(items);
}
