using Shop.Billing;
using Shop.Orders;

namespace PatchedApp
{
    /// <summary>An application's own methods, of every kind that may be traced.</summary>
    internal static class OwnMethods
    {
        public static async Task RunAsync()
        {
            var basket = new Basket<string>();
            basket.Add("tea");
            Console.WriteLine(await basket.CountAsync());
            await foreach (var item in basket.Items())
                Console.WriteLine(item);
            Console.WriteLine(Invoice.Total(basket.Size));
            try
            {
                Invoice.Total(-1);
            }
            catch (ArgumentException exception)
            {
                Console.WriteLine(exception.Message);
            }
            var calls = 0;
            for (var i = 0; i < 100; i++)
                calls += Invoice.Often();
            Console.WriteLine(calls);
        }
    }
}

namespace Shop.Orders
{
    internal sealed class Basket<T>
    {
        private readonly List<T> _items = [];

        public int Size => _items.Count;

        public void Add(T item) => Keep(item);

        public async Task<int> CountAsync()
        {
            await Task.Yield();
            return Size;
        }

        public async IAsyncEnumerable<T> Items()
        {
            foreach (var item in _items)
            {
                await Task.Yield();
                yield return item;
            }
        }

        private void Keep(T item) => _items.Add(item);
    }
}

namespace Shop.Billing
{
    internal static class Invoice
    {
        public static decimal Total(int count) => count >= 0 ? count * 1.5m : throw new ArgumentException("less than nothing");

        public static int Often() => 1;
    }
}
