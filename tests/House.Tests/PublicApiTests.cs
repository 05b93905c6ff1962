using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Stator.House.Tests;

/// <summary>
/// The public API is a text under <c>docs/api</c>, so that a change of it is seen when it is reviewed. After a change that is meant:
/// <c>STATOR_WRITE_API=1 ./test PublicApi</c>.
/// </summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Assemblies =>
        ["Statecharts", "Interpreters", "Machines", "Storage.Sqlite", "Storage.Postgres", "Embedded", "Dashboard", "Http", "Http.Client", "Checking"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_public_api_is_as_reviewed(string project)
    {
        var path = Path.Combine(Repository.Root, "docs", "api", project + ".txt");
        var api = Describe(Assembly.Load("Stator." + project));
        if (Environment.GetEnvironmentVariable("STATOR_WRITE_API") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, api);
        }

        Assert.True(File.Exists(path), $"{path} is missing. Write it with STATOR_WRITE_API=1 ./test PublicApi");
        Assert.Equal(File.ReadAllText(path), api);
    }

    [Fact]
    public void A_change_would_be_seen()
    {
        var api = Describe(typeof(PublicApiTests).Assembly);
        Assert.Contains("class Stator.House.Tests.PublicApiTests", api, StringComparison.Ordinal);
        Assert.Contains("  Void A_change_would_be_seen()", api, StringComparison.Ordinal);
        Assert.DoesNotContain("Describe", api, StringComparison.Ordinal);
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(KindOf(type)).Append(' ').Append(NameOf(type)).Append('\n');
            foreach (var member in type.GetMembers(Declared).Where(IsSeen).Select(Signature).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    /// <summary>What a caller or a derived class can name; what the compiler adds to records is left out.</summary>
    private static bool IsSeen(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodBase method => IsOpen(method) && (method.IsConstructor || !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsOpen),
        FieldInfo field => (field.IsPublic || field.IsFamily) && field.Name != "value__",
        EventInfo @event => @event.AddMethod is { } add && IsOpen(add),
        _ => false,
    };

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Signature(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => $"new({Parameters(constructor)})",
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{NameOf(method.ReturnType)} {method.Name}{Generics(method)}({Parameters(method)})",
        PropertyInfo property => $"{NameOf(property.PropertyType)} {property.Name} {{ {(property.CanRead ? "get; " : "")}{(property.SetMethod is { } set && IsOpen(set) ? "set; " : "")}}}",
        FieldInfo { IsLiteral: true } constant => $"const {constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo field => $"{NameOf(field.FieldType)} {field.Name}",
        EventInfo @event => $"event {NameOf(@event.EventHandlerType!)} {@event.Name}",
        _ => member.Name,
    };

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(p => $"{NameOf(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "null") : "")}"));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + NameOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.Namespace?.StartsWith("Stator", StringComparison.Ordinal) == true ? type.FullName ?? $"{type.Namespace}.{type.Name}" : type.Name;
        name = name.Split('[', '`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>" : name;
    }
}
