namespace Stator.Interpreters;

/// <summary>What belongs to one turn.</summary>
public sealed partial class Interpreter
{
    /// <summary>A turn that goes on, and what was sent from inside it.</summary>
    private sealed class Turn
    {
        private readonly Lock _gate = new();
        private readonly List<Task> _following = [];
        private bool _isOver;

        /// <summary>Adds a stimulus to the mailbox and to the turn; false where the turn is over, as code it started may outlive it.</summary>
        public bool TryAdd(Interpreter interpreter, object stimulus)
        {
            lock (_gate)
            {
                if (!_isOver)
                {
                    _following.Add(interpreter.Post(stimulus));
                }

                return !_isOver;
            }
        }

        public IReadOnlyList<Task> End()
        {
            lock (_gate)
            {
                _isOver = true;
                return _following;
            }
        }
    }
}
