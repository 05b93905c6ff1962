using System.Collections.Immutable;
using Stator.Statecharts.Data;
using Stator.Statecharts.Expressions;

namespace Stator.Statecharts;

/// <summary>A JSON value in which expressions may stand: evaluated, it yields a value.</summary>
public abstract class Template
{
    private protected Template()
    {
    }

    /// <summary>Whether no expression stands in it.</summary>
    public bool IsConstant => this is Constant;

    internal static Template Null { get; } = new Constant(default);

    /// <summary>The value now; an error value where an expression failed.</summary>
    internal abstract Value Evaluate(EvaluationScope scope);

    /// <summary>The expressions in it.</summary>
    internal virtual IEnumerable<Expression> Expressions => [];

    internal sealed class Constant(Value value) : Template
    {
        public Value Value { get; } = value;

        internal override Value Evaluate(EvaluationScope scope) => Value;
    }

    internal sealed class Computed(Expression expression) : Template
    {
        internal override IEnumerable<Expression> Expressions => [Expression];

        public Expression Expression { get; } = expression;

        internal override Value Evaluate(EvaluationScope scope) => Expression.Evaluate(scope);
    }

    internal sealed class List(ImmutableArray<Template> items) : Template
    {
        internal override IEnumerable<Expression> Expressions => items.SelectMany(i => i.Expressions);

        internal override Value Evaluate(EvaluationScope scope)
        {
            var values = new Value[items.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = items[i].Evaluate(scope);
                if (values[i].IsError)
                {
                    return values[i];
                }
            }

            return ListValue.Owning(values);
        }
    }

    internal sealed class Object : Template
    {
        private readonly Template[] _members;

        public Object(IReadOnlyList<KeyValuePair<string, Template>> members)
        {
            Shape = new Shape([.. members.Select(m => m.Key)]);
            _members = [.. members.Select(m => m.Value)];
        }

        public Shape Shape { get; }

        /// <summary>What stands for one member; null where there is none.</summary>
        public Template? Member(string key) => Shape.IndexOf(key) is >= 0 and var index ? _members[index] : null;

        internal override IEnumerable<Expression> Expressions => _members.SelectMany(m => m.Expressions);

        internal override Value Evaluate(EvaluationScope scope)
        {
            var values = new Value[_members.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = _members[i].Evaluate(scope);
                if (values[i].IsError)
                {
                    return values[i];
                }
            }

            return new ObjectValue(Shape, values);
        }

        /// <summary>
        /// The members evaluated against what was there before and set on top of it. Returns an error value where one failed.
        /// </summary>
        public Value EvaluateOnto(ObjectValue target, EvaluationScope scope)
        {
            Value[]? values = null;
            for (var i = 0; i < _members.Length; i++)
            {
                var index = target.Shape.IndexOf(Shape.Keys[i]);
                if (index < 0)
                {
                    return Evaluate(scope) is { IsError: false } patch ? target.Merge(patch.AsObject) : Evaluate(scope);
                }

                var value = _members[i].Evaluate(scope);
                if (value.IsError)
                {
                    return value;
                }

                values ??= target.Span.ToArray();
                values[index] = value;
            }

            return values is null ? target : new ObjectValue(target.Shape, values);
        }
    }
}
