using System.Collections.Immutable;

namespace Stator.Statecharts.Expressions;

/// <summary>
/// Recursive descent over the grammar of the CEL specification ("Syntax"), one procedure a rule. What the text does not mean (an
/// unknown name) is noted and read past; at the first breach of the grammar the rest reads as if the text ended there, so that one
/// slip is one problem.
/// </summary>
internal sealed partial class Grammar
{
    /// <summary>How deep parentheses, lists, maps, calls and conditionals may nest.</summary>
    public const int MaxNesting = 100;

    // One slip may be repeated all over a text; more problems than this help nobody.
    private const int MaxProblems = 20;

    // Bounds the stack of an evaluation: a chain such as a + b + c nests to the left without any parenthesis.
    private const int MaxHeight = 500;

    // Folding shall not make parsing slow; what costs more is left to the evaluation.
    private const long MaxFoldingCost = 10_000;

    private readonly string _source;
    private readonly ExpressionVariables _variables;
    private readonly Tokenizer _tokenizer;
    private readonly List<ExpressionProblem> _problems = [];
    private readonly ImmutableArray<StateReference>.Builder _stateReferences = ImmutableArray.CreateBuilder<StateReference>();
    private readonly ImmutableArray<MemberPath>.Builder _paths = ImmutableArray.CreateBuilder<MemberPath>();
    private readonly List<string> _locals = [];
    private int _localCount;
    private int _nesting;
    private Token _token;
    private int _previousEnd;
    private bool _isBroken;

    public Grammar(string source, ExpressionVariables variables)
    {
        _source = source;
        _variables = variables;
        _tokenizer = new(source);
        Advance();
    }

    public ExpressionParseResult Parse()
    {
        var root = Expr();
        if (_token.Kind != TokenKind.End)
        {
            Break("an operator or the end was expected", "join two expressions with an operator, or remove what follows the first");
        }

        return _problems.Count > 0
            ? new(null, [.. _problems.OrderBy(p => p.Offset).Take(MaxProblems)])
            : new(new(_source, root, _localCount, _stateReferences.ToImmutable(), _paths.ToImmutable()), []);
    }

    private void Advance()
    {
        _previousEnd = _token.End;
        _token = _isBroken ? new(TokenKind.End, _token.Offset, 0, "") : _tokenizer.Next();
        if (_tokenizer.Problem is not null && !_isBroken)
        {
            _isBroken = true;
            _problems.Add(_tokenizer.Problem);
        }
    }

    private bool Take(string symbol)
    {
        if (!_token.Is(symbol))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void Expect(string symbol, string remedy)
    {
        if (!Take(symbol))
        {
            Break($"'{symbol}' was expected", remedy);
        }
    }

    /// <summary>The text breaks the grammar at this token.</summary>
    private void Break(string expectation, string remedy) =>
        BreakAt($"{expectation}, not {_token.Description}", remedy, _token.Offset, _token.Length);

    private void BreakAt(string message, string remedy, int offset, int length)
    {
        if (!_isBroken)
        {
            _isBroken = true;
            _problems.Add(new(message, remedy, offset, length));
            Advance();
        }
    }

    /// <summary>The text is well formed, but this part of it means nothing.</summary>
    private LiteralNode Reject(string message, string remedy, SourceSpan span)
    {
        _problems.Add(new(message, remedy, span.Offset, span.Length));
        return new(span, default);
    }

    private SourceSpan Span(int offset, int length) => new(_source, offset, length);

    /// <summary>From there to the end of the token before this one.</summary>
    private SourceSpan SpanFrom(int offset) => Span(offset, Math.Max(0, _previousEnd - offset));

    /// <summary>The node, unless evaluating it would need too much stack.</summary>
    private Node Build(Node node)
    {
        if (node.Height <= MaxHeight)
        {
            return node;
        }

        BreakAt($"the expression chains more than {MaxHeight} operators", "split it over several assigns or guards", node.Span.Offset, node.Span.Length);
        return new LiteralNode(node.Span, default);
    }

    /// <summary>The node, or its value where that depends on nothing. What fails is left to fail when it is evaluated.</summary>
    private Node Fold(Node node)
    {
        if (!node.HasOnlyLiterals || _problems.Count > 0)
        {
            return Build(node);
        }

        var value = node.Evaluate(new EvaluationScope { RemainingCost = MaxFoldingCost });
        return value.IsError ? node : new LiteralNode(node.Span, value);
    }
}
