using System.Runtime.CompilerServices;
using Stator.Statecharts.Data;

namespace Stator.Statecharts.Expressions;

/// <summary>A member, written <c>target.name</c>. The common targets have nodes of their own, which save a call.</summary>
internal abstract class SelectNode(SourceSpan span, Node target, string name) : Node(span, target)
{
    private const int MaxKeysInMessage = 10;

    public Node Target { get; } = target;

    public string Name { get; } = name;

    /// <summary>The node that reads this member fastest.</summary>
    public static SelectNode Of(SourceSpan span, Node target, string name) => target switch
    {
        VariableNode { Variable: ExpressionVariables.Context } => new ContextMemberNode(span, target, name),
        VariableNode { Variable: ExpressionVariables.Event } when name == "type" => new EventTypeNode(span, target),
        _ => new MemberNode(span, target, name),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    protected Value Missing(Value owner) => MissingKey(this, owner, Target.Span.Text, Name);

    /// <summary>The failure of looking up a key that is not there, or in something that has no keys.</summary>
    internal static Value MissingKey(Node at, Value owner, string ownerText, string key)
    {
        if (owner.IsError)
        {
            return owner;
        }

        if (owner.Reference is not ObjectValue o)
        {
            return at.Fail(owner.IsNull ? $"no key '{key}': {ownerText} is null" : $"no key '{key}': {ownerText} is {KindNames.Of(owner)}, not a map");
        }

        var keys = string.Join(", ", o.Keys.Take(MaxKeysInMessage));
        return at.Fail($"no key '{key}' in {ownerText} (keys: {(o.Count == 0 ? "none" : keys)}{(o.Count > MaxKeysInMessage ? ", …" : "")})");
    }
}
