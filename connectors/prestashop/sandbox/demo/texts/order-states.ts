import type { Text } from '../localized.ts';

/** PrestaShop's standard order states, in the order of their ids. */
export interface OrderStateText {
  readonly name: Text;
  readonly color: string;
  readonly template: string;
  readonly module?: string;
  readonly is: readonly (
    'delivery' | 'hidden' | 'silent' | 'invoice' | 'logable' | 'shipped' | 'paid' | 'pdf_invoice' | 'pdf_delivery'
  )[];
}

export const ORDER_STATES: readonly OrderStateText[] = [
  {
    name: ['En attente du paiement par chèque', 'Awaiting check payment', 'En espera de pago por cheque'],
    color: '#34209E',
    template: 'cheque',
    module: 'ps_checkpayment',
    is: [],
  },
  {
    name: ['Paiement accepté', 'Payment accepted', 'Pago aceptado'],
    color: '#3498D8',
    template: 'payment',
    is: ['invoice', 'logable', 'paid', 'pdf_invoice'],
  },
  {
    name: ['En cours de préparation', 'Processing in progress', 'Preparación en curso'],
    color: '#3498D8',
    template: 'preparation',
    is: ['delivery', 'invoice', 'logable', 'paid'],
  },
  {
    name: ['Expédié', 'Shipped', 'Enviado'],
    color: '#01B887',
    template: 'shipped',
    is: ['delivery', 'invoice', 'logable', 'shipped', 'paid', 'pdf_delivery'],
  },
  {
    name: ['Livré', 'Delivered', 'Entregado'],
    color: '#01B887',
    template: '',
    is: ['delivery', 'silent', 'invoice', 'logable', 'shipped', 'paid'],
  },
  { name: ['Annulé', 'Canceled', 'Cancelado'], color: '#2C3E50', template: 'order_canceled', is: [] },
  { name: ['Remboursé', 'Refunded', 'Reembolsado'], color: '#01B887', template: 'refund', is: ['invoice'] },
  {
    name: ['Erreur de paiement', 'Payment error', 'Error en el pago'],
    color: '#E74C3C',
    template: 'payment_error',
    is: [],
  },
  {
    name: [
      'En attente de réapprovisionnement (payé)',
      'On backorder (paid)',
      'Pedido pendiente por falta de stock (pagado)',
    ],
    color: '#3498D8',
    template: 'outofstock',
    is: ['invoice', 'logable', 'paid', 'pdf_invoice'],
  },
  {
    name: [
      'En attente de virement bancaire',
      'Awaiting bank wire payment',
      'En espera de pago por transferencia bancaria',
    ],
    color: '#34209E',
    template: 'bankwire',
    module: 'ps_wirepayment',
    is: [],
  },
  {
    name: ['Paiement à distance accepté', 'Remote payment accepted', 'Pago remoto aceptado'],
    color: '#3498D8',
    template: 'payment',
    is: ['invoice', 'logable', 'paid', 'pdf_invoice'],
  },
  {
    name: [
      'En attente de réapprovisionnement (non payé)',
      'On backorder (not paid)',
      'Pedido pendiente por falta de stock (no pagado)',
    ],
    color: '#34209E',
    template: 'outofstock',
    is: [],
  },
  {
    name: [
      'En attente de paiement à la livraison',
      'Awaiting Cash On Delivery validation',
      'En espera de validación por contra reembolso',
    ],
    color: '#34209E',
    template: 'cashondelivery',
    module: 'ps_cashondelivery',
    is: [],
  },
];
