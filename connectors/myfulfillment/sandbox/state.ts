/** All that a sandbox knows, in the vendor's own fields. Plain data: it can be cloned, compared and written to a file. */
export interface FulfilmentState {
  suppliers: { id: number; name: string; code: string; email: string; street1: string; street2: string }[];
  warehouses: { id: number; name: string; code: string }[];
  products: Product[];
  /** SKU to its levels, one for each warehouse. */
  stocks: Record<string, Level[]>;
  carriers: { id: number; code: string; name: string }[];
  purchaseOrders: PurchaseOrder[];
  receptions: { created_at: string; purchase_order: string; items: { sku: string; qty: number }[] }[];
  orders: Order[];
  inProgress: { reference: string; batch_id: number; status: string }[];
  shipments: Shipment[];
  /** Warehouse id to its shelves. */
  shelves: Record<string, { location_code: string }[]>;
}

export interface Product {
  id: number;
  sku: string;
  barcode: string;
  name: string;
}

export interface Level {
  w_id: number;
  wi_available_quantity: number;
  wi_physical_quantity: number;
  wi_reserved_quantity: number;
  wi_quantity_to_ship: number;
  wi_shelf_location: string;
}

export interface PurchaseOrder {
  id: number;
  reference: string;
  supplier_id: number;
  supplier_name: string;
  supplier_reference: string;
  status: string;
  created_at: string;
  updated_at: string;
  eta: string;
  grandtotal: string;
  private_comments: string;
  items: {
    sku: string;
    supplier_sku: string;
    name: string;
    qty: number;
    qty_pack: number;
    qty_received: number;
    price: string;
  }[];
}

export interface Order {
  id: number;
  reference: string;
  status: string;
  created_at: string;
  shipping_address: { firstname: string; lastname: string; country_id: string };
  items: OrderItem[];
}

export interface OrderItem {
  type: string;
  sku: string;
  name: string;
  qty_to_ship: number;
  qty_reserved: number;
}

export interface Shipment {
  id: number;
  order_reference: string;
  packer: string;
  created_at: string;
  method_code: string;
  method_description: string;
  trackings: { number: string }[];
  items: { sku: string; qty: number }[];
}

export const WAREHOUSE = 1;
export const STORE = 2;
