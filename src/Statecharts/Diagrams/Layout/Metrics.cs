namespace Stator.Statecharts.Diagrams.Layout;

/// <summary>The distances of a picture, in pixels.</summary>
internal static class Metrics
{
    public const double TitleSize = 13;
    public const double TextSize = 11;
    public const double TagSize = 10;
    public const int TitleLine = 18;
    public const int TextLine = 15;
    public const int TagLine = 18;

    /// <summary>Text is broken where it would be wider.</summary>
    public const double MaxTitleWidth = 260;
    public const double MaxDetailWidth = 230;
    public const double MaxLabelWidth = 170;
    public const int MaxLines = 4;

    public const int BoxPadding = 10;
    public const int MinBoxWidth = 64;
    public const int MinBoxHeight = 34;
    public const int StartSize = 12;
    public const int HistorySize = 28;

    /// <summary>Between a frame's border and what lies in it.</summary>
    public const int FramePadding = 18;

    /// <summary>Between two lines that run side by side.</summary>
    public const int LineGap = 14;

    /// <summary>Between the lines that meet one side of a box, and from its corners.</summary>
    public const int PortGap = 14;
    public const int BoxGap = 32;
    public const int LabelGap = 14;

    /// <summary>Between two layers: above the first horizontal line, below the last, and where there is none.</summary>
    public const int GapBefore = 12;
    public const int GapAfter = 15;
    public const int TrackGap = 9;
    public const int PlainGap = 18;

    /// <summary>How far a self transition stands out.</summary>
    public const int LoopReach = 20;
    public const int Margin = 16;
}
