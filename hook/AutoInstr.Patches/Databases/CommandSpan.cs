using System.Data.Common;
using System.Diagnostics;
using AutoInstr.Sql;

namespace AutoInstr.Patches.Databases;

/// <summary>The client spans of commands of ADO.NET providers.</summary>
internal static class CommandSpan
{
    /// <summary>Begins the span of a call, unless the call is part of one that has a span: a provider's methods call each other.</summary>
    /// <param name="source">The provider's source.</param>
    /// <param name="command">The command.</param>
    public static Activity? Start(ActivitySource source, DbCommand command) =>
        source.HasListeners() && !DatabaseSpan.IsUnderWay(source)
            ? DescribedCommand.Start(source, command, AdoNetProvider.Of(command.GetType().Namespace))
            : null;
}
