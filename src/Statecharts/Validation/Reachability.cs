namespace Stator.Statecharts.Validation;

/// <summary>
/// The states that can become active if every guard may hold and every event may come. Where history or a restart of regions could
/// make a difference, it takes a state for reachable.
/// </summary>
internal sealed class Reachability
{
    private readonly bool[] _active;
    private readonly bool[] _enteredByDefault;
    private readonly bool[] _restoresChildren;
    private readonly bool[] _usedHistory;
    private readonly Queue<StateNode> _activated = new();
    private readonly Stack<StateNode> _toEnter = new();

    public Reachability(MachineDefinition definition)
    {
        var count = definition.Nodes.Length;
        (_active, _enteredByDefault, _restoresChildren, _usedHistory) = (new bool[count], new bool[count], new bool[count], new bool[count]);
        Enter(definition.Root);
        while (_activated.TryDequeue(out var node))
        {
            foreach (var target in node.On.SelectMany(e => e.Transitions).Concat(node.Always).SelectMany(t => t.Targets))
            {
                Enter(target);
            }
        }
    }

    /// <summary>Whether the node can be active; of a history node, whether it can be a target.</summary>
    public bool Reaches(StateNode node) => node.Type == StateType.History ? _usedHistory[node.Order] : _active[node.Order];

    private void Enter(StateNode node)
    {
        _toEnter.Push(node);
        while (_toEnter.TryPop(out var next))
        {
            EnterOne(next);
        }
    }

    private void EnterOne(StateNode node)
    {
        if (node.Type == StateType.History)
        {
            EnterHistory(node);
            return;
        }

        Activate(node);
        if (_enteredByDefault[node.Order])
        {
            return;
        }

        _enteredByDefault[node.Order] = true;
        if (node.Initial is { } initial)
        {
            _toEnter.Push(initial.Target);
        }
    }

    /// <summary>Marks a node and those above it, which are active with it.</summary>
    private void Activate(StateNode node)
    {
        for (var at = node; at is not null && !_active[at.Order]; at = at.Parent)
        {
            _active[at.Order] = true;
            _activated.Enqueue(at);

            // All regions become active together; that one of them may have been targeted is no reason to think its default is never taken.
            if (at.Type == StateType.Parallel)
            {
                Push(at.Regions);
            }

            if (at.Parent is { } parent && _restoresChildren[parent.Order])
            {
                _toEnter.Push(at);
            }
        }
    }

    /// <summary>What is remembered was active before. A shallow history enters it by its default, which need not have happened before.</summary>
    private void EnterHistory(StateNode history)
    {
        if (_usedHistory[history.Order])
        {
            return;
        }

        _usedHistory[history.Order] = true;
        var parent = history.Parent!;
        Activate(parent);
        if (!history.HistoryDefault.IsEmpty)
        {
            Push(history.HistoryDefault);
        }
        else if (parent.Initial is { } initial)
        {
            _toEnter.Push(initial.Target);
        }

        if (history.History == HistoryKind.Shallow)
        {
            _restoresChildren[parent.Order] = true;
            Push(parent.Regions.Where(r => _active[r.Order]));
        }
    }

    private void Push(IEnumerable<StateNode> nodes)
    {
        foreach (var node in nodes)
        {
            _toEnter.Push(node);
        }
    }
}
