namespace Stator.Statecharts.Expressions;

/// <summary>Says which states are active.</summary>
internal interface IActiveStates
{
    /// <summary>Whether the state is active. Null where there is no such state.</summary>
    /// <param name="reference"><c>#id</c>, <c>#id.child</c>, or a path of keys from the root such as <c>a.b</c>.</param>
    bool? IsActive(string reference);
}
