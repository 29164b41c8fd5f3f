using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Reflection;

namespace AutoInstr.Patches.Databases.AdoNet;

/// <summary>Commands that pass on what they are told to another one, such as profilers': that one makes the span.</summary>
internal static class Decorators
{
    private static readonly ConcurrentDictionary<Type, bool> Types = new();

    /// <summary>Whether a type of command is one of them: it keeps a command of whatever provider.</summary>
    public static bool Contain(Type command) => Types.GetOrAdd(command, static type => KeepsCommand(type));

    private static bool KeepsCommand(Type type)
    {
        for (Type? declaring = type; declaring is not null && declaring != typeof(DbCommand); declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType == typeof(DbCommand) || field.FieldType == typeof(IDbCommand))
                    return true;
            }
        }
        return false;
    }
}
