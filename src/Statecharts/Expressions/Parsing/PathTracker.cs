namespace Stator.Statecharts.Expressions;

/// <summary>Collects the members written directly behind a variable.</summary>
internal sealed class PathTracker(Node root)
{
    private readonly List<string> _members = [];
    private bool _isOpen = root is VariableNode;

    /// <summary>The path, where there is one.</summary>
    public MemberPath? Path => _members.Count > 0 ? new(((VariableNode)root).Name, [.. _members], root.Span.Offset) : null;

    public void Add(string member)
    {
        if (_isOpen)
        {
            _members.Add(member);
        }
    }

    /// <summary>What follows is no longer known from the text.</summary>
    public void Stop() => _isOpen = false;
}
