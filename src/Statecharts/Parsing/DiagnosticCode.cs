namespace Stator.Statecharts.Parsing;

/// <summary>The stable codes of <see cref="Diagnostic"/>. A code is never given a second meaning.</summary>
public static class DiagnosticCode
{
    /// <summary>The text is not JSON.</summary>
    public const string NotJson = "SC0001";

    /// <summary>The document is larger than the limit.</summary>
    public const string TooLarge = "SC0002";

    /// <summary>The document, or a chain of names in it, is deeper than the limit.</summary>
    public const string TooDeep = "SC0003";

    /// <summary>An object has a key twice.</summary>
    public const string DuplicateKey = "SC0004";

    /// <summary>A string is no Unicode text, or a number is out of range.</summary>
    public const string BadScalar = "SC0005";

    /// <summary>More was wrong than is shown.</summary>
    public const string TooMany = "SC0006";

    /// <summary>The machine has more states than the limit.</summary>
    public const string TooManyStates = "SC0007";

    /// <summary>A name is longer, or stands for more, than the limit.</summary>
    public const string TooLong = "SC0008";

    /// <summary>A value has the wrong type.</summary>
    public const string WrongType = "SC0010";

    /// <summary>A key that the format does not have.</summary>
    public const string UnknownKey = "SC0011";

    /// <summary>A key that must be there is missing.</summary>
    public const string MissingKey = "SC0012";

    /// <summary>A key of XState v4.</summary>
    public const string V4Key = "SC0013";

    /// <summary>A value is none of those allowed.</summary>
    public const string BadValue = "SC0014";

    /// <summary>Two states have one id.</summary>
    public const string DuplicateId = "SC0020";

    /// <summary>A state type that does not exist.</summary>
    public const string UnknownType = "SC0021";

    /// <summary>A compound state does not say what it enters.</summary>
    public const string MissingInitial = "SC0022";

    /// <summary>The initial state is no child.</summary>
    public const string UnknownInitial = "SC0023";

    /// <summary>Children below a node that cannot have any.</summary>
    public const string UnexpectedChildren = "SC0024";

    /// <summary>A history node that is not below a compound or parallel state.</summary>
    public const string MisplacedHistory = "SC0025";

    /// <summary>A history node leads nowhere, out of its parent, or back to itself.</summary>
    public const string BadHistoryDefault = "SC0026";

    /// <summary>A final state with transitions.</summary>
    public const string FinalWithTransitions = "SC0027";

    /// <summary>Something that a state of this type never uses.</summary>
    public const string UselessKey = "SC0028";

    /// <summary>A target that does not exist.</summary>
    public const string UnknownTarget = "SC0030";

    /// <summary>Two targets of one transition that cannot both be active.</summary>
    public const string ConflictingTargets = "SC0031";

    /// <summary>An event descriptor without text.</summary>
    public const string EmptyDescriptor = "SC0032";

    /// <summary>A descriptor with a <c>*</c> that never matches.</summary>
    public const string InfixWildcard = "SC0033";

    /// <summary>An expression that cannot be read.</summary>
    public const string BadExpression = "SC0040";

    /// <summary>An expression reads a context key that nothing sets.</summary>
    public const string UnknownContextKey = "SC0041";

    /// <summary>An expression language that nobody registered.</summary>
    public const string UnknownLanguage = "SC0042";

    /// <summary>A state reference that leads nowhere.</summary>
    public const string UnknownStateReference = "SC0043";

    /// <summary>Text that looks like an expression, but is taken as it stands.</summary>
    public const string ForgottenExpression = "SC0044";

    /// <summary>A key that is nearly <c>@expr</c> or <c>@lang</c>.</summary>
    public const string UnknownMark = "SC0045";

    /// <summary>A delay that is none.</summary>
    public const string BadDelay = "SC0050";

    /// <summary>A delay name that is bound to nothing.</summary>
    public const string UnknownDelay = "SC0051";

    /// <summary>A timer whose firing does nothing.</summary>
    public const string IdleTimer = "SC0052";

    /// <summary>A built-in action that does not exist.</summary>
    public const string UnknownBuiltIn = "SC0060";

    /// <summary>A name of the maps that leads back to itself.</summary>
    public const string CyclicName = "SC0061";

    /// <summary>A guard name that is bound to nothing.</summary>
    public const string UnknownGuard = "SC0062";

    /// <summary>An action name that is bound to nothing.</summary>
    public const string UnknownAction = "SC0063";

    /// <summary>A service that is bound to nothing.</summary>
    public const string UnknownService = "SC0064";

    /// <summary>Two invokes that may run at once have one id.</summary>
    public const string DuplicateInvoke = "SC0065";

    /// <summary>A send to, or stop of, a child that no invoke or spawn makes.</summary>
    public const string UnknownChild = "SC0066";

    /// <summary>A name of the chart that two pieces of code answer to.</summary>
    public const string AmbiguousLogic = "SC0067";

    /// <summary>Code whose parameters or return type do not fit what the chart uses it for.</summary>
    public const string UnfitLogic = "SC0068";

    /// <summary>A child machine that lacks code for its own names.</summary>
    public const string UnboundChild = "SC0069";

    /// <summary>A state that nothing leads to.</summary>
    public const string UnreachableState = "SC0070";

    /// <summary>A transition that an earlier one always beats.</summary>
    public const string ShadowedTransition = "SC0071";

    /// <summary>A cycle of <c>always</c> without guards.</summary>
    public const string AlwaysCycle = "SC0072";

    /// <summary>An event that is raised, but nobody listens to.</summary>
    public const string UnheardEvent = "SC0073";

    /// <summary>An event that <c>schemas.events</c> does not know.</summary>
    public const string UndeclaredEvent = "SC0074";

    /// <summary>The <c>onDone</c> of a state that is never done.</summary>
    public const string NeverDone = "SC0075";

    /// <summary>An event name of the engine's own that the engine never sends in this machine.</summary>
    public const string UnknownEngineEvent = "SC0076";

    /// <summary>A cancel of a timer that nothing arms.</summary>
    public const string UnknownTimer = "SC0077";

    /// <summary>A name that code must answer to, and that is nearly one of the machine's maps.</summary>
    public const string NearMiss = "SC0078";

    /// <summary>An entry of the machine's maps that nothing names.</summary>
    public const string UnusedName = "SC0079";

    /// <summary>A JSON Schema that cannot be used.</summary>
    public const string BadSchema = "SC0080";
}
